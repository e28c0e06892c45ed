import type { Metadata } from '../data/dataset.js'
import type { DgeError } from '../data/errors.js'

const reported = new Set<string>()

/** What was set aside or made up when the data were read (a total row, a repeated header), told to the author once. */
export function tell(element: Element, { title, notes = [] }: Metadata): void {
  for (const note of notes) {
    const message = `[dge] <${element.localName}> ${title ?? ''}: ${note}`
    if (reported.has(message)) continue
    reported.add(message)
    console.info(message)
  }
}

/** Tells the author of the page, once per distinct failure. */
export function report(element: Element, error: DgeError): void {
  const message = `[dge] <${element.localName}> ${error.kind}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
  if (reported.has(message)) return
  reported.add(message)
  console.error(message, ...(error.cause === undefined ? [] : [error.cause]))
}

/** Tells the author of a display without data. */
export function tellMissing({ localName, source }: Element & { readonly source: unknown }): void {
  const reason = typeof source === 'string' && source ? `no element with id "${source}" offers a source` : 'give it src, or source="id"'
  console.warn(`[dge] <${localName}> has no data: ${reason}`)
}
