import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DataSource } from '../../src/data/source.js'
import { rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { communes, traps } from '../equivalence/communes.js'
import { difference } from '../equivalence/compare.js'
import { Traffic } from '../equivalence/traffic.js'
import { loadDuckDb, startDuckDb } from '../servers/duckdb.js'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { RunningDuckDb } from '../servers/duckdb.js'

const source = (config: SourceConfig) => new DataSource(config, (settings, options) => openDataset(settings, options))

const byDepartment: Query = {
  groupBy: [{ as: 'dep', expr: { property: 'dept' } }],
  aggregate: [{ as: 'n', op: 'count' }, { as: 'habitants', op: 'sum', expr: { property: 'population' } }],
  orderBy: [{ field: 'habitants', desc: true }],
}

describe('DuckDB behind HTTP', () => {
  let server: RunningDuckDb
  const at = (layer: string, more: Partial<SourceConfig> = {}): SourceConfig => ({ src: server.url, provider: 'duckdb', layer, ...more })

  before(async () => {
    server = await startDuckDb()
    await loadDuckDb(server, await communes())
    await loadDuckDb(server, traps(), 'pièges "à" points')
    await server.run("CREATE TABLE mixte AS SELECT '12,5' AS montant, '31/01/2024' AS jour, 67482 AS insee, [1, 2] AS liste, TIME '10:00' AS heure")
    await server.run('CREATE TABLE vide (a VARCHAR, b DOUBLE)')
    await server.run('CREATE TABLE ventes AS SELECT range % 120 AS mois, range % 96 AS dep, range % 7 AS n FROM range(10000000)')
    await server.run('CREATE SCHEMA compta; CREATE TABLE compta.budget AS SELECT 1 AS a')
  })
  after(() => server?.stop())

  it('a chart costs one query, whatever the number of rows', async () => {
    const traffic = new Traffic()
    try {
      const ventes = source(at('ventes'))
      assert.equal((await ventes.dataset()).total, 10_000_000)
      const [requests, bytes] = [traffic.requests, traffic.bytes]
      const table = await ventes.query({
        groupBy: [{ as: 'mois', expr: { property: 'mois' } }],
        aggregate: [{ as: 'lignes', op: 'count' }, { as: 's', op: 'sum', expr: { property: 'n' } }],
      })
      assert.equal(traffic.requests - requests, 1)
      assert.ok(traffic.bytes - bytes < 10_000, `${traffic.bytes - bytes} bytes`)
      assert.equal(table.numRows, 120)
      const sum = (name: string) => rowsOf(table).reduce((total, row) => total + Number(row[name]), 0)
      assert.equal(sum('lignes'), 10_000_000)
      // 1,428,571 times 0 + … + 6 and the remainders 0, 1, 2.
      assert.equal(sum('s'), 1_428_571 * 21 + 3)
    } finally {
      traffic.stop()
    }
  })

  it('groups as the engine', async () => {
    const all = await communes()
    assert.equal(difference(await source(at('communes')).query(byDepartment), execute(byDepartment, all), byDepartment), undefined)
  })

  it('types of the author are read here, those of columns that are not there are refused', async () => {
    const dataset = await openDataset(at('mixte', { types: { montant: 'number', jour: 'date', insee: 'string' } }))
    const [row] = rowsOf(await dataset.execute({}))
    assert.deepEqual({ ...row }, { montant: 12.5, jour: Date.UTC(2024, 0, 31), insee: '67482', liste: '[1,2]', heure: '10:00:00' })
    assert.equal(dataset.capabilities.group({ property: 'montant' }), false)
    assert.equal(dataset.capabilities.group({ property: 'liste' }), false)
    await assert.rejects(openDataset(at('mixte', { types: { montan: 'number' } })), { kind: 'field', hint: /montant/ })
  })

  it('an empty table, a table of another schema, more rows than allowed', async () => {
    const empty = await source(at('vide')).query({ aggregate: [{ as: 'n', op: 'count' }, { as: 's', op: 'sum', expr: { property: 'b' } }] })
    assert.deepEqual(rowsOf(empty).map((row) => ({ ...row })), [{ n: 0, s: null }])
    assert.equal((await source(at('vide')).query({})).numRows, 0)
    assert.equal((await openDataset(at('compta.budget'))).total, 1)
    const cut = await source(at('communes', { maxRows: 100 })).query({ select: ['code'] })
    assert.deepEqual([cut.numRows, cut.complete, cut.total], [100, false, 5115])
  })

  it('several tables and none named: the list', async () => {
    await assert.rejects(openDataset({ src: server.url, provider: 'duckdb' }), (error: { kind?: string; choices?: readonly { layer?: string }[] }) => {
      assert.equal(error.kind, 'query')
      assert.deepEqual(error.choices?.map(({ layer }) => layer).sort(), ['communes', 'mixte', 'pièges "à" points', 'ventes', 'vide'])
      return true
    })
  })

  it('names and values from outside are names and values, not SQL', async () => {
    const table = traps()
    const pieges = source(at('pièges "à" points'))
    for (const name of table.schema.map((field) => field.name)) {
      const column = Array.from(table.columns.get(name) ?? [])
      for (const value of column) {
        if (typeof value !== 'string' && typeof value !== 'number') continue
        const answer = await pieges.query({ where: { op: '=', args: [{ property: name }, value] }, select: [name] })
        assert.equal(answer.numRows, column.filter((other) => other === value).length, `${name} = ${value}`)
      }
    }
    await assert.rejects(openDataset(at('communes"; DROP TABLE communes; --')), { kind: 'query' })
    const alias = `n"; DROP TABLE communes; --'`
    const counted = await source(at('communes')).query({ aggregate: [{ as: alias, op: 'count' }] })
    assert.deepEqual(rowsOf(counted).map((row) => row[alias]), [5115])
  })

  it('long lists of values go in the body', async () => {
    const codes = Array.from({ length: 2000 }, (_, index) => `valeur ${index}`)
    const found = await source(at('communes')).query({ where: { op: 'in', args: [{ property: 'code' }, [...codes, '67482']] }, select: ['nom'] })
    assert.deepEqual(rowsOf(found).map(({ nom }) => nom), ['Strasbourg'])
  })

  it('unknown tables, columns that went away, what the server may not do', async () => {
    await assert.rejects(openDataset(at('commune')), { kind: 'query', message: /commune/ })
    await server.run('CREATE TABLE change AS SELECT 1 AS a, 2 AS b')
    const dataset = await openDataset(at('change'))
    await server.run('ALTER TABLE change DROP COLUMN b')
    await assert.rejects(dataset.execute({ select: ['b'] }), { kind: 'field', message: /"b"/ })
    await server.run('DROP TABLE change')
    await assert.rejects(openDataset(at('/etc/passwd.csv')), { name: 'DgeError' })
  })

  it('a cancelled query is an abort', async () => {
    const dataset = await openDataset(at('ventes'))
    await assert.rejects(dataset.execute({}, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  })
})

describe('Mosaic’s protocol, from its source, on a real DuckDB', () => {
  it('asks in the body once the address is not understood', async () => {
    const server = await startDuckDb('mosaic')
    try {
      await loadDuckDb(server, await communes())
      const traffic = new Traffic()
      const found = source({ src: server.url, provider: 'duckdb' })
      assert.equal((await found.dataset()).total, 5115)
      const before = traffic.requests
      assert.equal((await found.query(byDepartment)).numRows, 10)
      assert.equal(traffic.requests - before, 1)
      traffic.stop()
    } finally {
      await server.stop()
    }
  })
})

describe('An endpoint that answers something else', () => {
  /** What was asked and how, answered by the same text each time. */
  async function answering<Result>(status: number, body: string, use: (url: string, asked: IncomingHttpHeaders[]) => Promise<Result>): Promise<Result> {
    const asked: IncomingHttpHeaders[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers)
      request.resume().on('end', () => response.writeHead(status).end(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?cle=secret`, asked)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
  const refused = (status: number, body: string, expected: object) => () =>
    answering(status, body, (src) => assert.rejects(openDataset({ src, provider: 'duckdb', layer: 't' }), expected))

  it('a web page', refused(200, '<!doctype html><title>Bonjour</title>', { kind: 'format', message: /Bonjour/ }))
  it('nothing', refused(200, '', { kind: 'format' }))
  it('an object', refused(200, '{"ok":true}', { kind: 'format' }))
  it('500 without a word', refused(500, '', { kind: 'http', status: 500 }))
  it('403', refused(403, 'Forbidden', { kind: 'http', status: 403 }))
  it('an error inside 200', refused(200, '{"error":"Catalog Error: Table with name t does not exist!"}', { kind: 'query', message: /Table with name t/ }))
  it('no memory left', refused(400, 'Out of Memory Error: failed to allocate', { kind: 'too-large' }))
  it('interrupted', refused(400, 'INTERRUPT Error: Interrupted!', { kind: 'timeout' }))
  it('no header that needs a preflight, and no key of the address in messages', () =>
    answering(400, 'Binder Error: Referenced column "x" not found', async (src, asked) => {
      await assert.rejects(openDataset({ src, provider: 'duckdb', layer: 't' }), (error: Error & { url?: string }) => {
        assert.ok(!`${error.message} ${error.url}`.includes('secret'))
        return true
      })
      for (const headers of asked) assert.ok(headers['content-type'] === undefined || headers['content-type'].startsWith('text/plain'))
      assert.ok(asked.length > 0)
    }))
})
