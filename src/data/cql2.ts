import { bindFilter, saysAmounts } from './bind.js'
import { DgeError } from './errors.js'
import { ExpressionParser } from './expression-parser.js'
import { fieldsOfFilter } from './filter.js'
import { fieldOf } from './schema.js'
import { parseWkt } from './wkt.js'
import type { Expr } from './expression.js'
import type { Operand } from './expression-parser.js'
import type { ComparisonOp, Extent, Filter, SpatialLiteral } from './filter.js'
import type { Schema } from './schema.js'

export { printFilter } from './cql2-print.js'

const comparisons = new Map<string, ComparisonOp>([
  ['=', '='], ['<>', '<>'], ['!=', '<>'], ['<', '<'], ['<=', '<='], ['>', '>'], ['>=', '>='],
])
const shapes = new Set(['POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION'])

/**
 * Parses CQL2 text: comparisons, AND OR NOT, LIKE, BETWEEN, IN, IS NULL, CASEI, ACCENTI, DATE, TIMESTAMP, arithmetic, and
 * S_INTERSECTS with a BBOX or a geometry; and, beyond the standard, time units (`year(d) = 2024`). Everything else of the
 * standard is refused by name. With a schema, names are checked (an alias of `aliases` passes) and literals take
 * the type of the field they are compared with.
 * @throws DgeError `query` with the position, `field` with the name that was probably meant
 * @see https://docs.ogc.org/is/21-065r2/21-065r2.html
 */
export function parseFilter(text: string, schema?: Schema, aliases: readonly string[] = []): Filter {
  const filter = new FilterParser(text, { schema, aliases }).parse()
  // Conditions on aliases are bound by the one who knows the answer's fields.
  if (!schema || [...fieldsOfFilter(filter)].some((name) => !fieldOf(schema, name))) return filter
  return bindFilter(filter, schema)
}

class FilterParser extends ExpressionParser {
  parse(): Filter {
    if (this.token.kind === 'end') throw this.error('the condition is empty')
    const filter = this.#or()
    this.expectEnd()
    return filter
  }

  #or(): Filter {
    return this.#connective('or', () => this.#connective('and', () => this.#not()))
  }

  #connective(op: 'and' | 'or', next: () => Filter): Filter {
    const args = [next()]
    while (this.takeWord(op.toUpperCase())) args.push(next())
    return args.length === 1 ? (args[0] as Filter) : { op, args }
  }

  #not(): Filter {
    return this.takeWord('NOT') ? { op: 'not', args: [this.#not()] } : this.#predicate()
  }

  #predicate(): Filter {
    if (this.isSymbol('(')) {
      const group = this.#group()
      if (group !== undefined) return group
    }
    const operator = this.token.kind === 'name' ? this.token.text.toUpperCase() : ''
    if (/^[STA]_[A-Z]+$/.test(operator)) return this.#function(operator)
    const left = this.additive()
    const negated = this.takeWord('NOT')
    const filter = this.#comparison(left, negated)
    return negated ? { op: 'not', args: [filter] } : filter
  }

  /** A condition in parentheses; undefined (nothing taken) when the parentheses hold an operand: `(a + b) > 3`. */
  #group(): Filter | undefined {
    const { start } = this.token
    try {
      this.advance()
      const filter = this.#or()
      this.expectSymbol(')')
      if (!this.#continues()) return filter
    } catch (error) {
      // The second reading has the last word on what is wrong, unless there is no second reading.
      const failedAt = this.token.start
      if (!(error instanceof DgeError) || failedAt >= this.source.length) throw error
      this.moveTo(start)
      try {
        this.additive()
        if (!this.#continues()) throw error
      } catch {
        throw error
      }
    }
    this.moveTo(start)
    return undefined
  }

  /** What follows makes an operand of what stands before. */
  #continues(): boolean {
    const { kind, text } = this.token
    if (kind === 'symbol') return text !== ')' && text !== ','
    return kind === 'name' && ['LIKE', 'IN', 'BETWEEN', 'IS', 'DIV', 'NOT'].includes(text.toUpperCase())
  }

  #comparison(left: Operand, negated: boolean): Filter {
    const value = left.expr as Expr
    if (this.takeWord('LIKE')) return { op: 'like', args: [value, this.additive().expr as Expr] }
    if (this.takeWord('BETWEEN')) {
      const low = this.#fitted(this.additive(), value, true)
      if (!this.takeWord('AND')) throw this.error('BETWEEN needs two bounds joined by AND')
      return { op: 'between', args: [value, low, this.#fitted(this.additive(), value, true)] }
    }
    if (this.takeWord('IN')) return { op: 'in', args: [value, this.#list(value)] }
    if (negated) throw this.error('LIKE, BETWEEN or IN expected after NOT')
    if (this.takeWord('IS')) {
      const not = this.takeWord('NOT')
      if (!this.takeWord('NULL')) throw this.error('IS NULL or IS NOT NULL expected')
      const isNull: Filter = { op: 'isNull', args: [value] }
      return not ? { op: 'not', args: [isNull] } : isNull
    }
    const op = this.token.kind === 'symbol' ? comparisons.get(this.token.text) : undefined
    if (op) {
      this.advance()
      const right = this.additive()
      const inOrder = op !== '=' && op !== '<>'
      return { op, args: [this.#fitted(left, right.expr as Expr, inOrder), this.#fitted(right, value, inOrder)] }
    }
    if (typeof value === 'boolean') return value
    if (typeof value === 'object' && 'property' in value) return value
    throw this.error(this.token.kind === 'end' ? 'a comparison is missing at the end' : `a comparison expected, not "${this.token.text}"`)
  }

  #list(value: Expr): Expr[] {
    this.expectSymbol('(')
    const items: Expr[] = []
    do items.push(this.#fitted(this.additive(), value))
    while (this.isSymbol(',') && this.advance())
    this.expectSymbol(')')
    return items
  }

  /** A bare number compared with a text field is the text as it was written; in an order it is a number where the text may say amounts. */
  #fitted({ expr, written }: Operand, other: Expr, inOrder = false): Expr {
    const { schema } = this.options
    if (written === undefined || !schema || (inOrder && saysAmounts(other)) || typeof other !== 'object' || !('property' in other)) return expr as Expr
    return fieldOf(schema, other.property)?.type === 'string' ? written : (expr as Expr)
  }

  #function(name: string): Filter {
    if (name !== 'S_INTERSECTS') {
      const instead = name.startsWith('S_') ? '; only S_INTERSECTS is' : name.startsWith('T_') ? '; compare dates with < <= = >= >' : ''
      throw this.error(`${name} is not supported${instead}`)
    }
    this.advance()
    this.expectSymbol('(')
    const field = this.additive().expr as Expr
    this.expectSymbol(',')
    const literal = this.#spatialLiteral()
    this.expectSymbol(')')
    return { op: 's_intersects', args: [field, literal] }
  }

  #spatialLiteral(): SpatialLiteral {
    const word = this.token.text.toUpperCase()
    if (word === 'BBOX') {
      this.advance()
      return { bbox: this.#extent() }
    }
    if (!shapes.has(word)) throw this.error(`a BBOX or a geometry (POINT, POLYGON…) expected, not "${this.token.text}"`)
    const { geometry, end } = parseWkt(this.source, this.token.start)
    this.moveTo(end)
    return geometry
  }

  #extent(): Extent {
    const numbers = this.#list(0).map((value) => (typeof value === 'number' ? value : NaN))
    if (numbers.length === 6) throw this.error('a BBOX in three dimensions (6 numbers) is not supported')
    const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers
    if (numbers.length !== 4 || numbers.some(Number.isNaN)) throw this.error('BBOX needs 4 numbers: west, south, east, north')
    return [west, south, east, north]
  }
}
