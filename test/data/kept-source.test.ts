import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { engineCapabilities, noCapabilities } from '../../src/data/capabilities.js'
import { execute } from '../../src/data/engine.js'
import { KeptAnswers, KeptSource } from '../../src/data/kept-source.js'
import { DataSource, loadRuntime } from '../../src/data/source.js'
import { columnOf, tableFromRows } from '../../src/data/table.js'
import { overheard, replayed } from '../../src/data/told-capabilities.js'
import { tablePage, tableQuery, tableTerms } from '../../src/displays/table-query.js'
import { queryOf } from '../../src/displays/query-context.js'
import { french } from '../../src/locale/index.js'
import type { Capabilities } from '../../src/data/capabilities.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'
import type { Snapshot } from '../../src/data/snapshot.js'

const schema: Schema = [{ name: 'mois', type: 'string' }, { name: 'montant', type: 'number' }]
const rows = Array.from({ length: 60 }, (_, at) => ({ mois: `m${at}`, montant: at }))
const config = { src: 'https://data.example.org/a', cache: '1 h' }

/** A server that counts what it is asked, and a store in memory that takes nothing but JSON. */
function world(capabilities: Capabilities) {
  const asked: Query[] = []
  const kept: { text?: string } = {}
  let opened = 0
  const dataset: Dataset = {
    schema, metadata: { title: 'A' }, capabilities, downloads: [],
    execute: async (query) => (asked.push(query), execute(query, tableFromRows(schema, rows))),
  }
  const store = {
    read: async () => (kept.text === undefined ? undefined : (JSON.parse(kept.text) as Snapshot)),
    write: async (_config: unknown, snapshot: Snapshot | undefined) => void (snapshot ? (kept.text = JSON.stringify(snapshot)) : delete kept.text),
  }
  /** A page's source, as a display has it. */
  const page = async (mayKeep = true) => {
    const real = new DataSource(config, async () => (opened++, dataset))
    return new KeptSource(real, new KeptAnswers(real, await store.read(), store, () => mayKeep))
  }
  return { asked, kept, page, opened: () => opened }
}

/** The first page of a table and the number of its rows, as `dge-table` asks. */
async function firstPage(source: DataSource, where?: string) {
  const [runtime, dataset] = await Promise.all([loadRuntime(), source.dataset()])
  const context = { source, dataset, schema: dataset.schema, runtime, locale: french, signal: new AbortController().signal }
  const { terms } = tableTerms(undefined, context)
  const query = tableQuery(queryOf(terms, context, { where }), { from: 0, size: 10 })
  return { query, table: await tablePage(query, context, undefined, (each) => source.query(each)) }
}

const written = () => new Promise((done) => setTimeout(done, 700))

describe('answers kept from page to page', () => {
  const kinds: Readonly<Record<string, Capabilities>> = {
    'a file': noCapabilities,
    'a server that answers whole questions': engineCapabilities,
    'a server that pages and selects, and groups nothing': { ...noCapabilities, page: { rows: true, groups: false }, select: true },
  }
  for (const [kind, capabilities] of Object.entries(kinds)) {
    it(`${kind}: the next page asks the same, and nothing of the server`, async () => {
      const { asked, page, opened } = world(capabilities)
      const before = await firstPage(await page())
      const requests = asked.length
      await written()
      const source = await page()
      const after = await firstPage(source)
      assert.deepEqual([asked.length, opened()], [requests, 1])
      assert.deepEqual(after.query, before.query)
      assert.deepEqual(after.table, before.table)
      assert.ok((source.takenAt(after.query)?.getTime() ?? 0) > Date.now() - 60_000)
      // Another question goes to the server, and is kept beside the first.
      const other = await firstPage(source, 'montant >= 50')
      assert.equal(other.table.numRows, 10)
      assert.equal(opened(), 2)
      await written()
      const third = await page()
      await Promise.all([firstPage(third), firstPage(third, 'montant >= 50')])
      assert.equal(opened(), 2)
    })
  }

  it('is spent by a refresh: the server answers, and the new answer is kept', async () => {
    const { kept, page } = world(engineCapabilities)
    await firstPage(await page())
    await written()
    const before = kept.text
    const source = await page()
    source.spent = true
    const { query } = await firstPage(source)
    assert.equal(source.takenAt(query), undefined)
    await written()
    assert.notEqual(kept.text, before)
  })

  it('keeps nothing where it may not, and throws away what it had', async () => {
    const { kept, page } = world(engineCapabilities)
    await firstPage(await page())
    await written()
    assert.ok(kept.text)
    const source = await page(false)
    source.spent = true
    await firstPage(source)
    await written()
    assert.equal(kept.text, undefined)
  })

  it('keeps at most 24 answers and half a megabyte, the latest', async () => {
    const { kept, page } = world(engineCapabilities)
    const source = await page()
    const dataset = await source.dataset()
    assert.equal(dataset.schema.length, 2)
    for (let at = 0; at < 40; at++) await source.query({ where: { op: '=', args: [{ property: 'montant' }, at] } })
    await written()
    const { answers } = JSON.parse(kept.text ?? '') as Snapshot
    assert.equal(answers.length, 24)
    assert.deepEqual(answers.map(({ columns }) => columns[1]?.[0]), Array.from({ length: 24 }, (_, at) => at + 16))
  })

  it('what capabilities said is said again after JSON; of anything else nothing is claimed', () => {
    const { capabilities, told } = overheard({ ...engineCapabilities, search: 'superset', order: ({ desc }) => desc !== true })
    assert.equal(capabilities.order({ field: 'a' }, true), true)
    assert.equal(capabilities.order({ field: 'a', desc: true }, true), false)
    assert.equal(capabilities.where({ op: '=', args: [{ property: 'a' }, 1] }), 'exact')
    const again = replayed(JSON.parse(JSON.stringify(told)) as typeof told)
    assert.equal(again.order({ field: 'a' }, true), true)
    assert.equal(again.order({ field: 'a', desc: true }, true), false)
    assert.equal(again.order({ field: 'b' }, true), false)
    assert.equal(again.where({ op: '=', args: [{ property: 'a' }, 1] }), 'exact')
    assert.equal(again.where({ op: '=', args: [{ property: 'a' }, 2] }), 'local')
    assert.deepEqual([again.search, again.page, again.select], ['superset', { rows: true, groups: true }, true])
  })

  it('a column is read back as it was', async () => {
    const { page } = world(engineCapabilities)
    const query = { select: ['montant'] }
    const first = await page()
    await first.dataset()
    const before = Array.from(columnOf(await first.query(query), 'montant'))
    await written()
    assert.deepEqual(Array.from(columnOf(await (await page()).query(query), 'montant')), before)
  })
})
