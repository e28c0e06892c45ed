import { DgeError } from '../data/errors.js'
import { parseExactJson } from '../data/exact-json.js'
import { excerpt, readText } from './read-text.js'
import type { ReadOptions } from './http-body.js'

/**
 * The body as JSON, whatever its content type says; `parse` reads its text, whole numbers beyond 2^53 as text when absent.
 * @throws DgeError `format` for an empty body, a web page, broken or cut JSON (with an excerpt); else as `readBytes`
 */
export async function readJson(response: Response, options: ReadOptions = {}, parse: (text: string) => unknown = parseExactJson): Promise<unknown> {
  const text = await readText(response, options)
  const url = response.url
  const fail = (what: string, cause?: unknown) => new DgeError('format', `${what} at ${url}`, { cause, url })
  if (text.trim() === '') throw fail('An empty answer in place of JSON')
  try {
    return parse(text)
  } catch (error) {
    if (/^\s*<(!doctype|html|head|body)/i.test(text)) throw fail(`A web page (HTML) in place of JSON (“${excerpt(text)}”)`, error)
    const reason = error instanceof Error ? error.message : ''
    const cut = /unexpected end|unterminated/i.test(reason)
    throw fail(`${cut ? 'JSON that ends too early' : 'Broken JSON'} (${reason}; “${excerpt(text)}”)`, error)
  }
}
