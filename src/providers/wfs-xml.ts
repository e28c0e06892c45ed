import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { DgeError } from '../data/errors.js'
import { excerpt } from './read-text.js'

/**
 * The root element of an XML text. Namespaces are not resolved: everything here goes by local names, because servers
 * bind prefixes as they like.
 * @throws DgeError `format` for an empty answer, a web page or broken XML
 */
export function parseRoot(text: string, url: string): XmlElement {
  const fail = (what: string, cause?: unknown) => new DgeError('format', `${what} at ${url}`, { cause, url })
  if (text.trim() === '') throw fail('An empty answer in place of XML')
  if (/^\s*<(!doctype html|html|head|body)/i.test(text)) throw fail(`A web page in place of XML (“${excerpt(text)}”)`)
  try {
    const root = parseXml(text.trimStart()).root
    if (root) return root
  } catch (cause) {
    throw fail(`Broken XML (“${excerpt(text)}”)`, cause)
  }
  throw fail('XML without an element')
}

/** Text of an XML document in the encoding that it declares (UTF-8 when it declares none or an unknown one). */
export function decodeXml(bytes: Uint8Array, charset?: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const label = /^[^<]*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(head)?.[1] ?? charset
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** "wfs:member" → "member". */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Child elements, all of them or those with the local name. */
export function childrenOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && (name === undefined || localName(child.name) === name)
  )
}

/** The first child element with the local name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && childrenOf(element, name)[0]
}

/** Every descendant with one of the local names, in document order. */
export function descendantsOf(element: XmlElement, ...names: readonly string[]): XmlElement[] {
  return childrenOf(element).flatMap((child) => [
    ...(names.includes(localName(child.name)) ? [child] : []),
    ...descendantsOf(child, ...names),
  ])
}

/** Trimmed text of the child with the local name; undefined when absent or blank. */
export function textAt(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim()
  return text === '' ? undefined : text
}

/** An attribute by its local name ("xlink:href" is found as "href"). */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  for (const [key, value] of Object.entries(element.attributes)) if (localName(key) === name) return value
  return undefined
}

/** Text made safe for element content and double-quoted attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'))
}
