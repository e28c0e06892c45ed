/** Where Vega and Vega-Lite have expressions as text. */
const places: ReadonlySet<string> = new Set(['calculate', 'filter', 'expr', 'test', 'update', 'signal', 'init', 'labelExpr'])

/**
 * The expression of a specification that an error is about: the first that cannot be read, else the first with the word that the message ends in ("Unrecognized
 * function: sume"). Undefined where none is at fault.
 */
export function faultyExpression(spec: object, parse: (text: string) => unknown, message: string): string | undefined {
  const all = [...expressionsIn(spec)]
  const unread = all.find(({ text }) => !isRead(text, parse))
  const [, word = ''] = /^(?:Unrecognized|Unknown|Invalid|Illegal|Duplicate).*?["': ]([\w$]+)["']?\.?$/.exec(message) ?? []
  const found = unread ?? (word ? all.find(({ text }) => new RegExp(`(^|[^\\w$.])${word.replaceAll('$', '\\$')}\\b`).test(text)) : undefined)
  return found && `${found.path} “${found.text.length > 200 ? `${found.text.slice(0, 200)}…` : found.text}”`
}

interface Expression {
  /** As programs write it: `transform[0].calculate`. */
  readonly path: string
  readonly text: string
}

function* expressionsIn(node: unknown, path = ''): Generator<Expression> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    // Rows are no part of it.
    if (key === 'values') continue
    const place = Array.isArray(node) ? `${path}[${key}]` : path ? `${path}.${key}` : key
    if (typeof value === 'string' && places.has(key)) yield { path: place, text: value }
    else yield* expressionsIn(value, place)
  }
}

function isRead(text: string, parse: (text: string) => unknown): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
