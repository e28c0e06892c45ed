/** An element of a drawing: data that becomes text in Node and elements in the page. */
export interface Node {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly (Node | string)[]
  /** The row that a mark shows; the rows of a path. */
  readonly datum?: object
  readonly data?: readonly object[]
}

export function node(tag: string, attributes: Node['attributes'], children: readonly (Node | string)[] = [], extra: Partial<Node> = {}): Node {
  return { tag, attributes, children, ...extra }
}

/** Pixels with at most three decimals. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000 || 0
}

/** The path of a rectangle. */
export const rectangle = (x: number, y: number, width: number, height: number): string => `M${round(x)},${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`

export const translate = (x: number, y: number): string => `translate(${round(x)},${round(y)})`

/** The SVG text of an element. */
export function svgText({ tag, attributes, children }: Node): string {
  const words = Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escape(String(value))}"`]))
  const inside = children.map((child) => (typeof child === 'string' ? escape(child) : svgText(child))).join('')
  return inside ? `<${tag}${words.join('')}>${inside}</${tag}>` : `<${tag}${words.join('')}/>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  // Control characters are not allowed in XML.
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}
