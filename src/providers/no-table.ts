import { DgeError } from '../data/errors.js'
import { detectEncoding } from '../data/text-encoding.js'

const magic: readonly (readonly [bytes: string, what: string])[] = [
  ['80,75,3,4', 'a ZIP archive (perhaps an Excel or ODS workbook)'],
  ['31,139', 'a gzip archive'],
  ['37,80,68,70', 'a PDF document'],
  ['208,207,17,224', 'an old Excel workbook'],
]

/** Tells what stands in place of a text table. @throws DgeError `format` for what is plainly none */
export function refuse(head: Uint8Array, url: string, { redirected, url: reached }: Pick<Response, 'redirected' | 'url'>): void {
  const fail = (what: string) => {
    // Where one must log in, servers lead to their form.
    throw new DgeError('format', `${what} in place of CSV at ${url}${redirected ? `, which leads to ${reached}` : ''}`, { url, hint: 'src must be the address of the CSV file itself.' })
  }
  const text = new TextDecoder('latin1').decode(head).replace(/^\xef\xbb\xbf/, '').trim()
  if (text === '') fail('An empty answer')
  const start = head.subarray(0, 4).join()
  for (const [bytes, what] of magic) if (`${start},`.startsWith(`${bytes},`)) fail(what.replace(/^a/, 'A'))
  if (/^<(!doctype|html|head|body)/i.test(text)) fail('A web page (HTML)')
  if (/^<\?xml/i.test(text)) fail('XML')
  if (/^(\{\s*"|\[\s*[{[])/.test(text)) fail('JSON')
  if (head.includes(0) && !detectEncoding(head).startsWith('utf-16')) fail('Binary data')
}
