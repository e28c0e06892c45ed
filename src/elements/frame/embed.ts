import type { LitElement, PropertyDeclaration } from 'lit'
import type { SourceConfig } from '../../data/dataset.js'
import type { DataSource } from '../../data/source.js'

/** What of an element is state, or of its source: written otherwise. */
const notCopied = new Set(['state', 'partial', 'source', 'src', 'provider', 'types', 'path', 'layer', 'crs', 'encoding', 'max-rows', 'timeout', 'cache', 'loading'])

/** Where `dge.js` is when neither the page nor this file's address tells. */
const placeholder = 'https://votre-site.example/dge/dge.js'

/** A display of the library, or a layer of one: what can be written as a tag. */
export interface Embeddable extends LitElement {
  /** The source that its data come from: its own, a shared one, or an ancestor's. */
  readonly sourceInUse: DataSource | undefined
}

/**
 * The display as HTML to paste into another page: the lines that load the library, and a tag that stands alone (addresses
 * absolute, a shared source written out, properties as attributes).
 */
export function embedCode(display: Embeddable): string {
  const library = libraryUrl()
  const beside = (file: string) => escaped(new URL(file, library).href)
  return `<link rel="stylesheet" href="${beside('dge.css')}">
<script type="module" async src="${beside('early.js')}"></script>
<script type="module" src="${escaped(library)}"></script>
${tagOf(display, 0)}
`
}

function tagOf(element: Embeddable, depth: number): string {
  const attributes = [...sourceAttributes(element.sourceInUse?.config), ...ownAttributes(element)]
  const written = attributes.map(([name, value]) => (value === '' ? name : `${name}="${escaped(value)}"`))
  const indent = '  '.repeat(depth)
  const gap = written.join(' ').length > 90 ? `\n${indent}  ` : ' '
  const children = [...element.children].flatMap((child) => childOf(child, depth + 1))
  const spec = objectSpec(element)
  if (spec) children.push(`${indent}  ${spec}`)
  const name = element.localName
  return `${indent}<${[name, ...written].join(gap)}>${children.length > 0 ? `\n${children.join('\n')}\n${indent}` : ''}</${name}>`
}

/** Layers, and a specification in a script; words of the author for the time before the drawing stay on his page. */
function childOf(child: Element, depth: number): readonly string[] {
  if ('sourceInUse' in child) return [tagOf(child as Embeddable, depth)]
  if (child.localName !== 'script' || child.getAttribute('type') !== 'application/json') return []
  return [`${'  '.repeat(depth)}${jsonScript(child.textContent ?? '')}`]
}

function sourceAttributes(config: SourceConfig | undefined): readonly (readonly [string, string])[] {
  if (!config) return []
  const { src, types, maxRows, timeout, ...rest } = config
  const list = types ? Object.entries(types).map(([name, type]) => `${name}:${type}`).join(', ') : ''
  const all = { src, ...rest, types: list, 'max-rows': maxRows, timeout }
  return Object.entries(all).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)] as const]))
}

/** Every reactive property that has an attribute and another value than on a new element. */
function ownAttributes(element: Embeddable): readonly (readonly [string, string])[] {
  const { elementProperties } = element.constructor as typeof LitElement
  const fresh = document.createElement(element.localName) as unknown as Readonly<Record<PropertyKey, unknown>>
  return [...elementProperties].flatMap(([key, declaration]) => {
    const name = attributeName(key, declaration)
    if (!name || notCopied.has(name)) return []
    // `spec` reads as what is drawn: the author's own is in the attribute, or an object.
    const value: unknown = name === 'spec' ? specText(element) : (element as unknown as Record<PropertyKey, unknown>)[key]
    if (value === undefined || value === null || value === fresh[key] || typeof value === 'object') return []
    if (typeof value === 'boolean') return value ? [[name, ''] as const] : []
    return [[name, String(value)] as const]
  })
}

function attributeName(key: PropertyKey, { attribute, state }: PropertyDeclaration): string | undefined {
  if (state || attribute === false) return undefined
  return typeof attribute === 'string' ? attribute : String(key).toLowerCase()
}

/** The attribute: JSON as it is, an address made absolute. */
function specText(element: Element): string | null {
  const text = element.getAttribute('spec')
  return text === null || /^\s*\{/.test(text) ? text : new URL(text.trim(), element.baseURI).href
}

/** A specification that was set as an object. */
function objectSpec(element: Embeddable): string | undefined {
  const given = 'givenSpec' in element ? element.givenSpec : undefined
  if (element.hasAttribute('spec') || given === undefined) return undefined
  return jsonScript(typeof given === 'string' ? given : JSON.stringify(given))
}

/** `<` inside JSON strings is written so that no `</script>` can end the element. */
function jsonScript(json: string): string {
  return `<script type="application/json">${json.trim().replaceAll('<', '\\u003c')}</script>`
}

/** The address that the page loads the library from; else the place of this file in the build. */
function libraryUrl(): string {
  const script = [...document.querySelectorAll<HTMLScriptElement>('script[type="module"][src]')].find(({ src }) => /\/dge(\.min)?\.js([?#]|$)/.test(src))
  if (script) return script.src
  const built = /^(https?:.*\/)chunks\/[^/]+\.js/.exec(import.meta.url)
  return built?.[1] ? `${built[1]}dge.js` : placeholder
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
