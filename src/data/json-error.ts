/** Where JSON text stops being JSON: offset, line and column (from 1), and whether it merely ends too early. */
export interface JsonFault {
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly cut: boolean
}

const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const space = /[ \t\r\n]*/y

/**
 * Finds the first fault of text that `JSON.parse` refuses; browsers word it differently and some tell no place.
 * Undefined when there is none.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonFault(text: string): JsonFault | undefined {
  let at = text.startsWith('\ufeff') ? 1 : 0
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found !== undefined
  }
  const symbol = (letter: string) => {
    skip(space)
    if (text[at] !== letter) return false
    at++
    return true
  }
  // Open brackets; true when an element, false when a comma or the end is due.
  const open: string[] = []
  const value = (): boolean => {
    skip(space)
    if (text[at] === '{' || text[at] === '[') {
      open.push(text[at] === '{' ? '}' : ']')
      at++
      return open.at(-1) === '}' ? symbol('}') ? close() : key() : symbol(']') ? close() : value()
    }
    return skip(string) || skip(literal)
  }
  const key = () => {
    skip(space)
    return skip(string) && symbol(':') && value()
  }
  const close = () => {
    open.pop()
    return true
  }
  let fine = value()
  while (fine && open.length > 0) {
    const end = open.at(-1) ?? ''
    fine = symbol(',') ? (end === '}' ? key() : value()) : symbol(end) && close()
  }
  skip(space)
  if (fine && at === text.length) return undefined
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { offset: at, line, column: at - before.lastIndexOf('\n'), cut: at === text.length }
}
