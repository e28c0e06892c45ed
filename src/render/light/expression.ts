import { isObject } from './spec.js'
import type { Formats } from './format.js'
import type { Props } from './spec.js'

/** What an expression can read. */
export interface Scope {
  readonly datum: Props
  readonly width: number
  readonly height: number
  readonly formats: Formats
}
/** A compiled expression. */
export type Run = (scope: Scope) => unknown

const text = (value: unknown) => String(value)
const functions: Readonly<Record<string, (args: readonly unknown[], scope: Scope) => unknown>> = {
  format: ([value, specifier], { formats }) => formats.number(text(specifier))(Number(value)),
  timeFormat: ([value, specifier], { formats }) => formats.time(specifier, false)(value),
  utcFormat: ([value, specifier], { formats }) => formats.time(specifier, true)(value),
  min: (values) => Math.min(...values.map(Number)),
  max: (values) => Math.max(...values.map(Number)),
  abs: ([value]) => Math.abs(Number(value)),
  floor: ([value]) => Math.floor(Number(value)),
  ceil: ([value]) => Math.ceil(Number(value)),
  round: ([value]) => Math.round(Number(value)),
  sqrt: ([value]) => Math.sqrt(Number(value)),
  pow: ([value, power]) => Number(value) ** Number(power),
  upper: ([value]) => text(value).toUpperCase(),
  lower: ([value]) => text(value).toLowerCase(),
  length: ([value]) => (value as { readonly length?: number }).length,
  substring: ([value, from, to]) => text(value).substring(Number(from), to === undefined ? undefined : Number(to)),
  slice: ([value, from, to]) => text(value).slice(Number(from), to === undefined ? undefined : Number(to)),
  isValid: ([value]) => value != null && !Number.isNaN(value),
}
/** Operators by rank, weakest first; each rank is left-associative. */
const ranks: readonly Readonly<Record<string, (a: unknown, b: unknown) => unknown>>[] = [
  { '||': (a, b) => a || b },
  { '&&': (a, b) => a && b },
  { '===': (a, b) => a === b, '!==': (a, b) => a !== b, '==': (a, b) => a == b, '!=': (a, b) => a != b },
  { '<=': (a, b) => (a as number) <= (b as number), '>=': (a, b) => (a as number) >= (b as number), '<': (a, b) => (a as number) < (b as number), '>': (a, b) => (a as number) > (b as number) },
  { '+': (a, b) => (a as string) + (b as string), '-': (a, b) => Number(a) - Number(b) },
  { '*': (a, b) => Number(a) * Number(b), '/': (a, b) => Number(a) / Number(b), '%': (a, b) => Number(a) % Number(b) },
]
const token = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([A-Za-z_$][\w$]*)|(===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}]))/y

/** Compiles the part of Vega's expressions that labels and radii use; undefined for anything more. */
export function compileExpression(source: string): Run | undefined {
  try {
    return new Parser(source).whole()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

class Parser {
  readonly #tokens: string[] = []
  #at = 0

  constructor(source: string) {
    token.lastIndex = 0
    while (token.lastIndex < source.trimEnd().length) {
      const found = token.exec(source)
      if (!found) throw new SyntaxError(source)
      this.#tokens.push(found[0].trim())
    }
  }

  whole(): Run {
    const run = this.#choice()
    if (this.#at < this.#tokens.length) throw new SyntaxError('more than an expression')
    return run
  }

  #take(...wanted: readonly string[]): string | undefined {
    const next = this.#tokens[this.#at]
    if (next === undefined || !wanted.includes(next)) return undefined
    this.#at++
    return next
  }

  #expect(wanted: string): void {
    if (!this.#take(wanted)) throw new SyntaxError(`no ${wanted}`)
  }

  #choice(): Run {
    const test = this.#binary(0)
    if (!this.#take('?')) return test
    const yes = this.#choice()
    this.#expect(':')
    const no = this.#choice()
    return (scope) => (test(scope) ? yes(scope) : no(scope))
  }

  #binary(rank: number): Run {
    const operators = ranks[rank]
    if (!operators) return this.#unary()
    let left = this.#binary(rank + 1)
    for (let sign = this.#take(...Object.keys(operators)); sign; sign = this.#take(...Object.keys(operators))) {
      const [before, apply, right] = [left, operators[sign], this.#binary(rank + 1)]
      left = (scope) => apply?.(before(scope), right(scope))
    }
    return left
  }

  #unary(): Run {
    const sign = this.#take('-', '+', '!')
    if (!sign) return this.#member()
    const run = this.#unary()
    return sign === '!' ? (scope) => !run(scope) : (scope) => (sign === '-' ? -Number(run(scope)) : Number(run(scope)))
  }

  #member(): Run {
    let run = this.#primary()
    for (;;) {
      const object = run
      let key: Run
      if (this.#take('.')) {
        const name = this.#tokens[this.#at++] ?? ''
        key = () => name
      } else if (this.#take('[')) {
        key = this.#choice()
        this.#expect(']')
      } else return run
      run = (scope) => own(object(scope), key(scope))
    }
  }

  #primary(): Run {
    const next = this.#tokens[this.#at++]
    if (next === undefined) throw new SyntaxError('unfinished')
    if (next === '(') {
      const run = this.#choice()
      this.#expect(')')
      return run
    }
    if (next === '[') return this.#list()
    if (next === '{') return this.#table()
    if (/^[\d.]/.test(next)) return () => Number(next)
    if (/^['"]/.test(next)) return constant(unquoted(next))
    if (this.#take('(')) return this.#call(next)
    if (next === 'datum') return ({ datum }) => datum
    if (next === 'width' || next === 'height') return (scope) => scope[next]
    const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, PI: Math.PI }
    if (next in words) return constant(words[next])
    throw new SyntaxError(next)
  }

  #list(): Run {
    const parts: Run[] = []
    while (!this.#take(']')) {
      if (parts.length > 0) this.#expect(',')
      parts.push(this.#choice())
    }
    return (scope) => parts.map((part) => part(scope))
  }

  /** Names and what they stand for. */
  #table(): Run {
    const parts: (readonly [string, Run])[] = []
    while (!this.#take('}')) {
      if (parts.length > 0) this.#expect(',')
      const name = this.#tokens[this.#at++] ?? ''
      this.#expect(':')
      parts.push([/^['"]/.test(name) ? unquoted(name) : name, this.#choice()])
    }
    return (scope) => Object.fromEntries(parts.map(([name, part]) => [name, part(scope)]))
  }

  #call(name: string): Run {
    const apply = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (!apply) throw new SyntaxError(name)
    const args: Run[] = []
    while (!this.#take(')')) {
      if (args.length > 0) this.#expect(',')
      args.push(this.#choice())
    }
    return (scope) => apply(args.map((arg) => arg(scope)), scope)
  }
}

const constant = (value: unknown): Run => () => value

function unquoted(literal: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  return literal.slice(1, -1).replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (_, code: string, letter: string) =>
    code ? String.fromCharCode(parseInt(code, 16)) : (escapes[letter] ?? letter)
  )
}

/** Only what the object itself has: no prototype is ever read. */
function own(object: unknown, key: unknown): unknown {
  if (typeof object === 'string' && typeof key === 'number') return object[key]
  if (Array.isArray(object)) return key === 'length' ? object.length : object[Number(key)]
  if (typeof object === 'string' && key === 'length') return object.length
  return isObject(object) && Object.hasOwn(object, String(key)) ? object[String(key)] : undefined
}
