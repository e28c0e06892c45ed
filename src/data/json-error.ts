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
  // Closing brackets that are due. A loop, not recursion: nesting may be deeper than the stack.
  const due: string[] = []
  const key = () => {
    skip(space)
    return skip(string) && symbol(':')
  }
  let fine = true
  let valueNext = true
  while (fine && (valueNext || due.length > 0)) {
    if (!valueNext) {
      const end = due.at(-1) ?? ''
      if (symbol(',')) {
        fine = end === ']' || key()
        valueNext = true
      } else if ((fine = symbol(end))) due.pop()
      continue
    }
    skip(space)
    const letter = text[at]
    if (letter === '{' || letter === '[') {
      const end = letter === '{' ? '}' : ']'
      at++
      if (symbol(end)) valueNext = false
      else {
        due.push(end)
        fine = end === ']' || key()
      }
    } else {
      fine = skip(string) || skip(literal)
      valueNext = false
    }
  }
  skip(space)
  if (fine && at === text.length) return undefined
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { offset: at, line, column: at - before.lastIndexOf('\n'), cut: at === text.length }
}
