/** What an expression of ODSQL is made of, as its documentation has it. */
export type Odsql =
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  | { readonly is: 'date'; readonly text: string }
  | { readonly is: 'all' }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Odsql[] }
  | { readonly is: 'compare'; readonly op: string; readonly left: Odsql; readonly right: Odsql }
  | { readonly is: 'test'; readonly left: Odsql; readonly wanted: boolean | null; readonly negated: boolean }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Odsql[] }
  | { readonly is: 'not'; readonly part: Odsql }

export interface Named {
  readonly expr: Odsql
  readonly alias?: string
  readonly desc?: boolean
}

const reserved = new Set('and as asc by desc false in is not null or true'.split(' '))
const token = /\s*(?:(date'[^']*')|(`(?:\\.|[^`\\])*`)|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_]\w*)|(<=|>=|!=|[<>=(),*]))/y

/**
 * Reads ODSQL 2.1 by its documented grammar, knowing nothing of the code that writes it: what that code sends must be read
 * as it was meant. Anything that the grammar does not have is an error with its place.
 * @see https://help.opendatasoft.com/apis/ods-explore-v2/
 */
export class OdsqlParser {
  readonly #tokens: { readonly kind: number; readonly text: string; readonly at: number }[] = []
  #next = 0

  constructor(source: string) {
    token.lastIndex = 0
    while (token.lastIndex < source.trimEnd().length) {
      const at = token.lastIndex
      const match = token.exec(source)
      if (!match) throw new Error(`ODSQL query is malformed at position ${at}: ${source.slice(at, at + 20)}`)
      const kind = match.findIndex((part, index) => index > 0 && part !== undefined)
      this.#tokens.push({ kind, text: match[kind] ?? '', at })
    }
  }

  where(): Odsql {
    return this.#whole(() => this.#or())
  }

  /** Names of columns, aggregates or group keys, each with what it is called or how it sorts. */
  list(): Named[] {
    return this.#whole(() => {
      const items = [this.#named()]
      while (this.#take(',')) items.push(this.#named())
      return items
    })
  }

  #whole<T>(read: () => T): T {
    const found = read()
    const rest = this.#tokens[this.#next]
    if (rest) throw new Error(`ODSQL query is malformed at position ${rest.at}: unexpected ${rest.text}`)
    return found
  }

  #named(): Named {
    const expr = this.#operand()
    if (this.#word('as')) return { expr, alias: this.#name() }
    if (this.#word('desc')) return { expr, desc: true }
    this.#word('asc')
    return { expr }
  }

  #or(): Odsql {
    return this.#chain('or', () => this.#chain('and', () => this.#not()))
  }

  #chain(is: 'and' | 'or', read: () => Odsql): Odsql {
    const parts = [read()]
    while (this.#word(is)) parts.push(read())
    return parts.length === 1 ? (parts[0] as Odsql) : { is, parts }
  }

  #not(): Odsql {
    if (this.#word('not')) return { is: 'not', part: this.#not() }
    if (this.#take('(')) {
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    const left = this.#operand()
    if (this.#word('is')) {
      const negated = this.#word('not')
      const wanted = this.#operand()
      if (wanted.is !== 'literal' || typeof wanted.value === 'string' || typeof wanted.value === 'number') throw this.#unexpected()
      return { is: 'test', left, wanted: wanted.value, negated }
    }
    const op = ['=', '<', '<=', '>', '>=', '!='].find((one) => this.#take(one))
    if (op !== undefined) return { is: 'compare', op, left, right: this.#operand() }
    if (left.is !== 'call') throw this.#unexpected()
    return left
  }

  #operand(): Odsql {
    const { kind, text } = this.#tokens[this.#next] ?? { kind: 0, text: '' }
    this.#next++
    if (kind === 1) return { is: 'date', text: text.slice(5, -1) }
    if (kind === 2) return { is: 'field', name: unescaped(text) }
    if (kind === 3) return { is: 'literal', value: unescaped(text) }
    if (kind === 4) return { is: 'literal', value: Number(text) }
    if (kind === 6 && text === '*') return { is: 'all' }
    if (kind !== 5) throw this.#unexpected(-1)
    const word = text.toLowerCase()
    if (word === 'true' || word === 'false') return { is: 'literal', value: word === 'true' }
    if (word === 'null') return { is: 'literal', value: null }
    if (reserved.has(word)) throw this.#unexpected(-1)
    return this.#take('(') ? { is: 'call', name: word, args: this.#args() } : { is: 'field', name: text }
  }

  #args(): Odsql[] {
    const args = [this.#operand()]
    while (this.#take(',')) args.push(this.#operand())
    this.#expect(')')
    return args
  }

  #name(): string {
    const { kind, text } = this.#tokens[this.#next++] ?? { kind: 0, text: '' }
    if (kind === 2) return unescaped(text)
    if (kind !== 5 || reserved.has(text.toLowerCase())) throw this.#unexpected(-1)
    return text
  }

  #take(text: string): boolean {
    const found = this.#tokens[this.#next]
    if (found?.kind !== 6 || found.text !== text) return false
    this.#next++
    return true
  }

  #word(word: string): boolean {
    const found = this.#tokens[this.#next]
    if (found?.kind !== 5 || found.text.toLowerCase() !== word) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected()
  }

  #unexpected(shift = 0): Error {
    const found = this.#tokens[this.#next + shift]
    return new Error(found ? `ODSQL query is malformed at position ${found.at}: unexpected ${found.text}` : 'ODSQL query is malformed: it ends too early')
  }
}

function unescaped(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gs, '$1')
}
