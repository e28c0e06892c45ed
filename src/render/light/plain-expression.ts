import type { Props } from './spec.js'

/** What these expressions read. */
export interface PlainScope {
  readonly datum: Props
  readonly formats: { number(specifier: string): (value: number) => string }
}

/** Texts for some labels, else the label; a number in a unit with a word behind it; one constant for values below zero, another for the rest. */
const table = /^({.*})\[datum\.label\] \|\| datum\.label$/
const amount = /^(datum\.value === 0 \? '0' : )?format\(datum\.value(?: ([*/]) ([\de+-]+))?, '([^'"\\]*)'\)(?: \+ ("[^"\\]*"|'[^'"\\]*'))?$/
const sign = /^datum\.(\w+) < 0 \? ('[^'"\\]*'|-?\d+) : ('[^'"\\]*'|-?\d+)$/

/** Compiles the expressions that axes of names, axes of amounts and values beside bars have; undefined for any other, which the code of expressions reads. */
export function plainExpression(source: string): ((scope: PlainScope) => unknown) | undefined {
  const [, names] = table.exec(source) ?? []
  if (names !== undefined) {
    const texts = parsed(names)
    return texts && (({ datum: { label } }) => (Object.hasOwn(texts, String(label)) && texts[String(label)]) || label)
  }
  const [, isShort, operator, size = 1, specifier, word] = amount.exec(source) ?? []
  if (specifier !== undefined) {
    const after = word ? constant(word) : ''
    return ({ datum, formats }) => {
      const value = Number(datum['value'])
      return isShort && datum['value'] === 0 ? '0' : formats.number(specifier)(operator === '*' ? value * Number(size) : value / Number(size)) + String(after)
    }
  }
  const [, name, below, rest] = sign.exec(source) ?? []
  if (name === undefined || below === undefined || rest === undefined) return undefined
  return ({ datum }) => constant(Number(datum[name]) < 0 ? below : rest)
}

/** Undefined for what is no JSON: names in single quotes, too. */
function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

const constant = (written: string): unknown => (/^['"]/.test(written) ? written.slice(1, -1) : Number(written))
