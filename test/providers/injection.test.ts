import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DataSource } from '../../src/data/source.js'
import { tableFromRows } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { arcgis } from '../equivalence/backends/arcgis.js'
import { clickHouse } from '../equivalence/backends/clickhouse.js'
import { duckDb } from '../equivalence/backends/duckdb.js'
import { ckanSql, opendatasoft, socrata } from '../equivalence/backends/stand-ins.js'
import { difference } from '../equivalence/compare.js'
import { geometryAs } from '../equivalence/measure.js'
import { OdsqlParser } from '../servers/odsql-parser.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import type { Filter } from '../../src/data/filter.js'
import type { Query } from '../../src/data/query.js'
import type { Field } from '../../src/data/schema.js'
import type { Row, Table } from '../../src/data/table.js'
import type { RunningBackend } from '../equivalence/backend.js'
import type { FaultProxy } from '../servers/fault-proxy.js'

/** Texts that end a literal early, open a comment, join another question, or mean something where they land. */
const attacks = [
  "'", "''", "\\'", '"', '\\"', '`', '\\', '\\\\', "' OR '1'='1", "'; DROP TABLE communes; --", "\\'; DROP TABLE communes; --", "\\\\'; DROP TABLE communes; --",
  '" OR 1=1 --', '` or 1=1 --', "') UNION ALL SELECT name, 1 FROM system.tables --", "' UNION SELECT current_user --", "/* ", ' */', '--', "%' OR 1=1 --", '%', '_', '\\%',
  "a' AND sleep(9) AND 'a'='a", '1) OR (1=1', 'x" or nom is not null or nom = "', "date'2024'", 'NULL', 'true', 'nom', ':nom', ' :nom ', '?', '$1', '${7*7}', '{{7*7}}', '\n; SELECT 1',
  '\u2019 OR \u20191\u2019=\u20191', '\uff07 OR 1=1', '😀', '&limit=1', '#', '+', '%27 OR 1=1', ';', '</script><script>alert(1)</script>', 'IN (SELECT 1)', "CURRENT_TIMESTAMP - INTERVAL '1' DAY",
]

/** Names that a hostile server gives its columns. */
const names = [
  'nom"; DROP TABLE communes; --', "x' OR '1'='1", 'a`b\\', '1; SELECT 1', 'order by', 'select', 'count(*)', 'où 😀', 'a) OR (1=1', 'nom" = "nom" OR "nom',
  "sum(pop)'", 'a,b', 'a b', '-- ', '/*', '*', '1=1',
]

const hostile = (row: number) => Object.fromEntries(names.map((name, at) => [name, at % 2 === 0 ? `v${(row + at) % 3}` : (row + at) % 4]))
const schema: readonly Field[] = [
  { name: 'id', type: 'number' }, { name: 'nom', type: 'string' },
  ...names.map((name, at): Field => ({ name, type: at % 2 === 0 ? 'string' : 'number' })),
  { name: 'geometry', type: 'geometry' },
]

/** One row for each attack, and the same with plain names only, for the dialects that have no others. */
function table(fields: readonly Field[]): Table {
  return tableFromRows(fields, attacks.map((nom, id): Row => {
    const all: Row = { id, nom, ...hostile(id), geometry: { type: 'Point', coordinates: [6 + id / 64, 48] } }
    return Object.fromEntries(fields.map(({ name }) => [name, all[name] ?? null]))
  }))
}

const nom = { property: 'nom' }

function valueQueries(attack: string): readonly Query[] {
  const pattern = attack.replace(/[%_\\]/g, '\\$&')
  const conditions: Filter[] = [
    { op: '=', args: [nom, attack] }, { op: '<>', args: [nom, attack] }, { op: 'in', args: [nom, [attack, 'Metz']] }, { op: 'like', args: [nom, `${pattern}%`] },
    { op: 'like', args: [nom, `%${pattern}%`] }, { op: '=', args: [{ op: 'casei', args: [nom] }, { op: 'casei', args: [attack] }] }, { op: 'between', args: [nom, attack, attack] },
    { op: 'not', args: [{ op: 'or', args: [{ op: '=', args: [nom, attack] }, { op: '=', args: [{ property: 'id' }, 1] }] }] },
  ]
  return [
    ...conditions.map((where): Query => ({ where, select: ['id', 'nom'] })),
    { where: { op: '=', args: [nom, attack] }, aggregate: [{ as: 'n', op: 'count' }, { as: 's', op: 'sum', expr: { property: 'id' } }] },
    { where: { op: '<>', args: [nom, attack] }, groupBy: [{ as: 'k', expr: nom }], aggregate: [{ as: 'n', op: 'count' }], orderBy: [{ field: 'k' }], limit: 3 },
    { search: attack.trim() === '' ? 'x' : attack, select: ['id'] },
  ]
}

function nameQueries(name: string, at: number): readonly Query[] {
  const property = { property: name }
  const value = at % 2 === 0 ? 'v1' : 1
  return [
    { where: { op: '=', args: [property, value] }, select: ['id', name] },
    { where: { op: 'not', args: [{ op: 'isNull', args: [property] }] }, orderBy: [{ field: name, desc: true }, { field: 'id' }], offset: 1, limit: 2, select: ['id', name] },
    // What the display calls its columns is hostile too.
    { groupBy: [{ as: name, expr: property }], aggregate: [{ as: `n ${name}`, op: 'count' }, { as: `m ${name}`, op: 'max', expr: { property: 'id' } }], orderBy: [{ field: name }], limit: 5 },
    { groupBy: [{ as: 'k', expr: property }], aggregate: [{ as: name, op: 'count' }], having: { op: '>', args: [property, 1] }, orderBy: [{ field: 'k' }] },
  ]
}

const edges: readonly Query[] = [
  { limit: 0, select: ['id'] },
  { orderBy: [{ field: 'id' }], offset: Number.MAX_SAFE_INTEGER, limit: 1, select: ['id'] },
  { orderBy: [{ field: 'id' }], limit: Number.MAX_SAFE_INTEGER, select: ['id'] },
  { where: { op: '>', args: [{ property: 'id' }, 1e21] }, select: ['id'] },
  { where: { op: '<', args: [{ property: 'id' }, 1e-7] }, select: ['id'] },
  { where: { op: '=', args: [{ property: 'id' }, -0] }, select: ['id'] },
  { extent: [6.005, 47.5, 6.205, 48.5], select: ['id'] },
  { extent: [-180, -90, 180, 90], select: ['id'] },
  { extent: [1e-7, -1e-9, 6.005, 89.9999999], select: ['id'] },
]

/** SQL without its literals and quoted names, by the standard's rules or, with `escapes`, with backslashes in literals. */
function bare(sql: string, escapes: boolean): string {
  const literal = escapes ? /'(?:\\.|''|[^'\\])*'/gs : /'(?:''|[^'])*'/g
  const quoted = escapes ? /"(?:\\.|""|[^"\\])*"|`(?:\\.|``|[^`\\])*`/gs : /"(?:""|[^"])*"|`(?:``|[^`])*`/g
  return sql.replace(new RegExp(`${literal.source}|${quoted.source}`, 'gs'), ' ')
}

const traces = /;|--|\/\*|\*\/|\bdrop\b|\bunion\b|\bsleep\b|system\.tables|current_user|'|"|`|\$\{|\{\{/i
const noTrace = (escapes: boolean) => (sent: string) => assert.doesNotMatch(bare(sent, escapes), traces, sent)

/** Each with the parameters in which its questions go, and how what went there is looked at by rules of its own. */
const targets = [
  // Its address carries a table that may be asked for itself: only what is asked is looked at.
  { backend: clickHouse, parameters: ['query'], check: noTrace(true), hostileNames: true },
  { backend: ckanSql, parameters: ['sql'], check: noTrace(false), hostileNames: true },
  { backend: duckDb, parameters: ['sql', 'query'], check: noTrace(false), hostileNames: true },
  { backend: opendatasoft, parameters: ['where'], check: (sent: string) => void new OdsqlParser(sent).where(), hostileNames: true },
  { backend: arcgis, parameters: ['where', 'having'], check: noTrace(false), hostileNames: true },
  { backend: socrata, parameters: ['$where', '$having'], check: noTrace(false), hostileNames: false },
]

for (const { backend, parameters, check, hostileNames } of targets) {
  describe(`${backend.name}: what readers, authors and servers write stays text`, { skip: backend.missing?.() ?? false }, () => {
    const rows = table(hostileNames ? schema : schema.filter(({ name }) => ['id', 'nom', 'geometry'].includes(name)))
    let running: RunningBackend
    let proxy: FaultProxy
    let source: DataSource
    let asked: Table
    const answersAsTheEngine = async (query: Query) => {
      const found = difference(await source.query(query), execute(query, asked), query)
      assert.equal(found, undefined, JSON.stringify(query))
    }
    before(async () => {
      running = await backend.start(rows)
      const { origin } = new URL(running.config.src)
      proxy = await startFaultProxy(origin)
      source = new DataSource({ ...running.config, src: running.config.src.replace(origin, proxy.origin) }, openDataset)
      asked = geometryAs(rows, (await source.schema()).find(({ type }) => type === 'geometry')?.name)
    })
    after(async () => {
      await proxy?.stop()
      await running?.stop()
    })

    it('values', async () => {
      for (const attack of attacks) for (const query of valueQueries(attack)) await answersAsTheEngine(query)
    })
    it('names of columns, of a hostile server and of displays', { skip: hostileNames ? false : 'names there are letters, digits and underscores' }, async () => {
      for (const [at, name] of names.entries()) for (const query of nameQueries(name, at)) await answersAsTheEngine(query)
    })
    it('limits, offsets, numbers and boxes', async () => {
      for (const query of edges) await answersAsTheEngine(query)
    })
    it('no question that was sent has an attack outside of its literals and names, and nothing is lost', async () => {
      const sent = proxy.requests.flatMap((line) => {
        const { searchParams } = new URL(line.slice(line.indexOf(' ') + 1), proxy.origin)
        return parameters.flatMap((name) => searchParams.getAll(name))
      })
      assert.ok(sent.length > 10, `${sent.length} questions`)
      for (const text of sent) check(text)
      source.refresh()
      await answersAsTheEngine({ aggregate: [{ as: 'n', op: 'count' }] })
    })
  })
}
