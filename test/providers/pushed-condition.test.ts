import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareValues, compileFilter } from '../../src/data/evaluate.js'
import { intersects } from '../../src/data/geometry.js'
import { timePart } from '../../src/data/calendar.js'
import { columnOf } from '../../src/data/table.js'
import { conditionOf, prefixOf } from '../../src/providers/pushed-condition.js'
import { Random, randomFilter, randomTable } from '../data/random.js'
import type { ComparisonOp } from '../../src/data/filter.js'
import type { Table, Value } from '../../src/data/table.js'
import type { Condition, ConditionWriter, Literal } from '../../src/providers/pushed-condition.js'

type Leaf = (row: number) => boolean

/** Writes each condition as a number, so that only the way conditions are put together is under test. */
class Numbered implements ConditionWriter {
  readonly and = 'and'
  readonly or = 'or'
  readonly leaves: Leaf[] = []
  readonly #table: Table

  constructor(table: Table) {
    this.#table = table
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition {
    return this.#leaf(name, (cell) => holds(op, compareValues(cell, typeof value === 'object' ? value.wallClock : value)))
  }

  part(...[unit, name, op, value]: Parameters<ConditionWriter['part']>): Condition {
    return this.#leaf(name, (cell) => typeof cell === 'number' && holds(op, compareValues(timePart(unit, cell), value)))
  }

  isNull(name: string, wanted: boolean): Condition {
    return this.#leaf(name, (cell) => (cell === null) === wanted)
  }

  /** A prefix is less than the pattern asks. */
  like(name: string, pattern: string): Condition {
    const { text } = prefixOf(pattern)
    return { ...this.#leaf(name, (cell) => typeof cell === 'string' && cell.startsWith(text)), exact: false }
  }

  box(name: string, bbox: Parameters<ConditionWriter['box']>[1]): Condition {
    return this.#leaf(name, (cell) => typeof cell === 'object' && cell !== null && intersects(cell, { bbox }))
  }

  #leaf(name: string, test: (cell: Value) => boolean): Condition {
    const column = columnOf(this.#table, name)
    this.leaves.push((row) => test(column[row] ?? null))
    return { text: `#${this.leaves.length - 1}`, exact: true }
  }
}

function holds(op: ComparisonOp, order: number | null): boolean {
  if (order === null) return false
  return { '=': order === 0, '<>': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[op]
}

/** Two-valued logic, as most servers have. */
function evaluate(text: string, leaves: readonly Leaf[], row: number): boolean {
  const tokens = text.match(/\(|\)|and|or|#\d+/g) ?? []
  let at = 0
  const operand = (): boolean => {
    const token = tokens[at++] ?? ''
    if (token !== '(') return leaves[Number(token.slice(1))]?.(row) ?? false
    const value = chain()
    at++
    return value
  }
  const chain = (): boolean => {
    let value = operand()
    const word = tokens[at]
    while (tokens[at] === 'and' || tokens[at] === 'or') {
      // Everything is in brackets: words are never mixed.
      assert.equal(tokens[at++], word)
      const next = operand()
      value = word === 'and' ? value && next : value || next
    }
    return value
  }
  return chain()
}

describe('conditions put together for servers', () => {
  it('keep the rows of the engine when exact, and at least those otherwise', () => {
    let exact = 0
    let wider = 0
    for (let seed = 1; seed <= 20_000; seed++) {
      const random = new Random(seed)
      const table = randomTable(random)
      const filter = randomFilter(random)
      const writer = new Numbered(table)
      const condition = conditionOf(filter, writer)
      if (!condition) continue
      if (condition.exact) exact++
      else wider++
      const test = compileFilter(filter, table)
      for (let row = 0; row < table.numRows; row++) {
        const here = test(row) === true
        const there: boolean = evaluate(condition.text, writer.leaves, row)
        if (condition.exact ? here !== there : here && !there) {
          assert.fail(`seed ${seed}, row ${row}: ${here} here, ${there} there for ${JSON.stringify(filter)} as ${condition.text}`)
        }
      }
    }
    assert.ok(exact > 5000 && wider > 500, `${exact} exact, ${wider} wider`)
  })

  it('know where a pattern begins to vary', () => {
    assert.deepEqual(prefixOf('ab%c'), { text: 'ab', whole: false })
    assert.deepEqual(prefixOf('100\\%'), { text: '100%', whole: true })
    assert.deepEqual(prefixOf('_'), { text: '', whole: false })
  })
})
