import { DgeError } from '../data/errors.js'
import { asRecord, isSafeKey } from './json-tree.js'

/** The value with a JSON Merge Patch applied (RFC 7396): objects are merged, null removes, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  const changes = asRecord(patch)
  if (!changes) return patch
  const result: Record<string, unknown> = { ...asRecord(target) }
  for (const [key, value] of Object.entries(changes)) {
    if (!isSafeKey(key)) continue
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

/**
 * The value with a JSON Patch applied (RFC 6902); the given one stays as it is.
 * @throws DgeError `query` for an unknown operation, a path that leads nowhere, a `test` that fails
 */
export function jsonPatch(target: unknown, operations: readonly unknown[]): unknown {
  const root = { '': structuredClone(target) } as Record<string, unknown>
  for (const operation of operations) apply(root, operation)
  return root['']
}

function apply(root: Record<string, unknown>, operation: unknown): void {
  const { op, path, from, value } = asRecord(operation) ?? {}
  const fail = (why: string) => new DgeError('query', `patch: ${why}: ${JSON.stringify(operation).slice(0, 200)}`, { hint: 'A JSON Patch: [{"op": "replace", "path": "/title", "value": "…"}].' })
  const place = (pointer: unknown) => {
    const found = typeof pointer === 'string' ? placeOf(root, pointer) : undefined
    if (!found) throw fail('the path leads nowhere')
    return found
  }
  const at = place(path)
  switch (op) {
    case 'add':
      return at.add(structuredClone(value))
    case 'remove':
      return at.exists ? at.remove() : fails(fail)
    case 'replace':
      return at.exists ? at.set(structuredClone(value)) : fails(fail)
    case 'test':
      return at.exists && same(at.value, value) ? undefined : fails(fail, 'the test fails')
    case 'copy':
    case 'move': {
      const source = place(from)
      if (!source.exists) fails(fail)
      if (op === 'move' && String(path).startsWith(`${String(from)}/`)) throw fail('a part cannot move into itself')
      const moved = structuredClone(source.value)
      if (op === 'move') source.remove()
      return place(path).add(moved)
    }
    default:
      throw fail('unknown operation')
  }
}

function fails(fail: (why: string) => DgeError, why = 'there is nothing at the path'): never {
  throw fail(why)
}

/** The place that a JSON Pointer (RFC 6901) names; undefined when its parent does not exist. */
function placeOf(root: Record<string, unknown>, pointer: string) {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (!keys.every(isSafeKey)) return undefined
  const last = keys.pop() ?? ''
  let parent: unknown = root
  for (const key of keys) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return undefined
    parent = (parent as Record<string, unknown>)[key]
  }
  if (Array.isArray(parent)) return placeInList(parent, last)
  const object = asRecord(parent) as Record<string, unknown> | undefined
  if (!object) return undefined
  const set = (value: unknown) => void (object[last] = value)
  return { exists: Object.hasOwn(object, last), value: object[last], add: set, set, remove: () => void delete object[last] }
}

function placeInList(list: unknown[], key: string) {
  const index = key === '-' ? list.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1
  if (index < 0 || index > list.length) return undefined
  return {
    exists: index < list.length,
    value: list[index],
    add: (value: unknown) => void list.splice(index, 0, value),
    set: (value: unknown) => void (list[index] = value),
    remove: () => void list.splice(index, 1),
  }
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same((a as never)[key], (b as never)[key]))
}
