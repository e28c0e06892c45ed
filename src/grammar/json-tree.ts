/** A JSON object; undefined for everything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined
}

/** Keys that would reach the prototype of an object: never written. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether the key may be written into an object that was JSON. */
export function isSafeKey(key: string): boolean {
  return !forbidden.has(key)
}

/** Every string in a JSON value, keys left out. */
export function stringsOf(node: unknown, into: Set<string> = new Set()): Set<string> {
  if (typeof node === 'string') into.add(node)
  else if (typeof node === 'object' && node !== null) for (const value of Object.values(node)) stringsOf(value, into)
  return into
}
