import type { DgeError } from '../data/errors.js'

const reported = new Set<string>()

/** Tells the author of the page, once per distinct failure. */
export function report(element: Element, error: DgeError): void {
  const message = `[dge] <${element.localName}> ${error.kind}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
  if (reported.has(message)) return
  reported.add(message)
  console.error(message, ...(error.cause === undefined ? [] : [error.cause]))
}

/** A source may still come; when it takes long, the author has probably forgotten it. */
export async function tellMissing(element: Element & { readonly source: unknown }, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 3000))
  if (signal.aborted) return
  const { source } = element
  const reason = typeof source === 'string' && source ? `no element with id "${source}" offers a source` : 'give it src, or source="id"'
  console.warn(`[dge] <${element.localName}> has no data: ${reason}`)
}
