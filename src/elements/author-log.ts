import type { DgeError } from '../data/errors.js'

const reported = new Set<string>()

/** Tells the author of the page, once per distinct failure. */
export function report(element: Element, error: DgeError): void {
  const message = `[dge] <${element.localName}> ${error.kind}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
  if (reported.has(message)) return
  reported.add(message)
  console.error(message, ...(error.cause === undefined ? [] : [error.cause]))
}

/** Tells him that a display has no data. */
export function tellMissing({ localName, source }: Element & { readonly source: unknown }): void {
  const reason = typeof source === 'string' && source ? `no element with id "${source}" offers a source` : 'give it src, or source="id"'
  console.warn(`[dge] <${localName}> has no data: ${reason}`)
}
