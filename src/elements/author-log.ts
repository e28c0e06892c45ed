import { DgeError } from '../data/errors.js'

const reported = new Set<string>()

/** Tells the author of the page, once per distinct failure. */
export function report(element: Element, error: DgeError): void {
  // Of the file that comes after drawings: what failed is told without it too.
  import('./unknown-attributes.js').then(({ tellAttributes }) => tellAttributes(element)).catch(() => {})
  const message = `[dge] <${element.localName}> ${error.kind}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
  if (reported.has(message)) return
  reported.add(message)
  console.error(message, ...(error.cause === undefined ? [] : [error.cause]))
}

/** Why a display has no data, when its author seems to have meant some; undefined for one whose source the page may still bring. Either is told to the author. */
export async function missing(element: Element & { readonly source: unknown }): Promise<DgeError | undefined> {
  const { localName, source } = element
  const { tellAttributes, unknownAttributes } = await import('./unknown-attributes.js')
  tellAttributes(element)
  const named = typeof source === 'string' && source.trim()
  const why = named ? `no element with id "${named}" offers a source` : 'give it src, or source="id"'
  if (!named && !element.hasAttribute('src') && unknownAttributes(element).length === 0) {
    console.warn(`[dge] <${localName}> has no data: ${why}`)
    return undefined
  }
  const hint = named && /[/.]/.test(named) ? 'An address is given by src="…"; source="…" names the id of a <dge-source>.' : 'The address of the data is given by src="…".'
  return new DgeError('query', `It has no data: ${why}`, { hint })
}
