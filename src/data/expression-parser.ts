import { parseIsoDate } from './calendar.js'
import { timeUnits } from './expression.js'
import { syntaxError, tokenAt } from './lexer.js'
import { fieldAt, findField, unknownField } from './names.js'
import { aggregateOps } from './query.js'
import { hasAggregate } from './term.js'
import type { ArithmeticOp, Expr, TimeUnit } from './expression.js'
import type { Token } from './lexer.js'
import type { AggregateOp } from './query.js'
import type { Schema } from './schema.js'
import type { AggregateExpr, TermExpr } from './term.js'

export interface ParserOptions {
  /** Checks names and lets unquoted names have spaces; without it every name is taken. */
  readonly schema?: Schema | undefined
  /** Further names that may be used (aliases of the query). */
  readonly aliases?: readonly string[] | undefined
  /** Whether `sum(…)` and its like are allowed. */
  readonly aggregates?: boolean
}

/** An expression, and how it was written when it is a bare number: "01001" compared with text stays "01001". */
export interface Operand {
  readonly expr: TermExpr
  readonly written?: string
}

const aggregateNames = new Map<string, AggregateOp>([
  ...aggregateOps.map((op) => [op, op] as const),
  ['avg', 'mean'],
  ['average', 'mean'],
  ['stddev', 'stdev'],
])
const units = new Map<string, TimeUnit>([...timeUnits.map((unit) => [unit, unit] as const), ['hours', 'hour']])

/** Recursive descent over arithmetic, functions and literals: the part that conditions and shorthand share. */
export class ExpressionParser {
  protected readonly source: string
  protected readonly options: ParserOptions
  protected token: Token

  constructor(source: string, options: ParserOptions = {}) {
    this.source = source
    this.options = options
    this.token = tokenAt(source, 0)
  }

  /** `+` and `-`. */
  protected additive(): Operand {
    return this.#chain(['+', '-'], () => this.#multiplicative())
  }

  #multiplicative(): Operand {
    return this.#chain(['*', '/', '%', 'div'], () => this.#power())
  }

  #power(): Operand {
    const base = this.#unary()
    if (!this.isSymbol('^')) return base
    this.advance()
    return { expr: arithmetic('^', base.expr, this.#power().expr) }
  }

  #chain(ops: readonly ArithmeticOp[], next: () => Operand): Operand {
    let left = next()
    for (;;) {
      const op = ops.find((candidate) => (candidate === 'div' ? this.isWord('DIV') : this.isSymbol(candidate)))
      if (!op) return left
      this.advance()
      left = { expr: arithmetic(op, left.expr, next().expr) }
    }
  }

  #unary(): Operand {
    if (this.isSymbol('+')) {
      this.advance()
      return this.#unary()
    }
    if (!this.isSymbol('-')) return this.#primary()
    this.advance()
    const { expr, written } = this.#unary()
    if (typeof expr === 'number') return { expr: -expr, ...(written === undefined ? {} : { written: `-${written}` }) }
    return { expr: arithmetic('*', -1, expr) }
  }

  #primary(): Operand {
    const { token } = this
    switch (token.kind) {
      case 'number':
        this.advance()
        return { expr: Number(token.text), written: token.text }
      case 'string':
        this.advance()
        return { expr: token.text }
      case 'quoted':
        this.advance()
        return { expr: this.#property(token.text) }
      case 'symbol':
        if (token.text !== '(') break
        this.advance()
        return { expr: this.#closed(this.additive().expr) }
      case 'name':
        return { expr: this.#named(token) }
      case 'end':
        throw this.error('something is missing at the end')
    }
    throw this.error(`unexpected "${token.text}"`)
  }

  #closed(expr: TermExpr): TermExpr {
    this.expectSymbol(')')
    return expr
  }

  /** A function, a keyword's literal, or a field (whose unquoted name may hold spaces and signs). */
  #named(token: Token): TermExpr {
    const isCall = tokenAt(this.source, token.end).text === '('
    if (isCall && this.#knows(token.text)) return this.#call(token)
    const found = this.options.schema && fieldAt(this.source, token.start, this.options.schema)
    if (found && found.end >= token.end) {
      this.moveTo(found.end)
      return { property: found.field.name }
    }
    const word = token.text.toUpperCase()
    if (word === 'TRUE' || word === 'FALSE') {
      this.advance()
      return word === 'TRUE'
    }
    if (isCall) throw this.error(`the function ${token.text}() is not supported`)
    this.advance()
    return this.#property(token.text)
  }

  #knows(name: string): boolean {
    const word = name.toLowerCase()
    return ['casei', 'accenti', 'date', 'timestamp', 'bin'].includes(word) || units.has(word) || aggregateNames.has(word)
  }

  #call(token: Token): TermExpr {
    const name = token.text.toLowerCase()
    this.advance()
    this.expectSymbol('(')
    // DATE('2024-01-31') is a literal, date(f) the day of the month.
    if ((name === 'date' && this.token.kind === 'string') || name === 'timestamp') return this.#dateLiteral(name)
    if (name === 'casei' || name === 'accenti') return this.#closed({ op: name, args: [this.#plain()] })
    if (name === 'bin') {
      const expr = this.#plain()
      this.expectSymbol(',')
      return this.#closed({ op: 'bin', args: [expr, this.#number('the width of the bins')] })
    }
    const unit = units.get(name)
    if (unit) return this.#closed({ op: unit, args: [this.#plain()] })
    return this.#closed(this.#aggregate(aggregateNames.get(name) ?? 'count', token))
  }

  #dateLiteral(name: 'date' | 'timestamp'): TermExpr {
    const { text, kind } = this.token
    if (kind !== 'string' || parseIsoDate(text) === undefined) {
      throw this.error(`${name.toUpperCase()} needs an ISO 8601 date in single quotes`)
    }
    this.advance()
    return this.#closed(name === 'date' ? { date: text } : { timestamp: text })
  }

  #aggregate(aggregate: AggregateOp, token: Token): AggregateExpr {
    if (!this.options.aggregates) throw syntaxError(this.source, token.start, `${token.text}() is not supported in a condition on rows`)
    if (this.isSymbol(')')) {
      if (aggregate !== 'count') throw this.error(`${token.text}() needs a field`)
      return { aggregate }
    }
    // count(*) is SQL's way to say count().
    if (aggregate === 'count' && this.isSymbol('*')) {
      this.advance()
      return { aggregate }
    }
    const expr = this.#plain()
    if (aggregate !== 'quantile') return { aggregate, expr }
    this.expectSymbol(',')
    const p = this.#number('the probability of quantile()')
    if (!(p >= 0 && p <= 1)) throw this.error('the probability of quantile() is from 0 to 1')
    return { aggregate, expr, p }
  }

  /** An expression without aggregates. */
  #plain(): Expr {
    const start = this.token.start
    const { expr } = this.additive()
    if (hasAggregate(expr)) throw syntaxError(this.source, start, 'an aggregate cannot stand inside this function')
    return expr as Expr
  }

  #number(what: string): number {
    const { expr } = this.#unary()
    if (typeof expr !== 'number') throw this.error(`${what} must be a number`)
    return expr
  }

  #property(name: string): TermExpr {
    const { schema, aliases } = this.options
    if (aliases?.includes(name)) return { property: name }
    if (!schema) return { property: name }
    const field = findField(name, schema)
    if (!field) throw unknownField(name, schema)
    return { property: field.name }
  }

  protected advance(): Token {
    const { token } = this
    this.moveTo(token.end)
    return token
  }

  protected moveTo(position: number): void {
    this.token = tokenAt(this.source, position)
  }

  protected isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text
  }

  protected isWord(word: string): boolean {
    return this.token.kind === 'name' && this.token.text.toUpperCase() === word
  }

  /** Takes the word when it is next. */
  protected takeWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.advance()
    return true
  }

  protected expectSymbol(text: string): void {
    if (!this.isSymbol(text)) throw this.error(this.token.kind === 'end' ? `"${text}" is missing` : `"${text}" expected, not "${this.token.text}"`)
    this.advance()
  }

  protected expectEnd(): void {
    if (this.token.kind !== 'end') throw this.error(`unexpected "${this.token.text}"`)
  }

  protected error(what: string) {
    return syntaxError(this.source, this.token.start, what)
  }
}

function arithmetic(op: ArithmeticOp, left: TermExpr, right: TermExpr): TermExpr {
  return { op, args: [left, right] }
}
