import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { DataSource, loadRuntime } from '../../src/data/source.js'
import { createTable } from '../../src/data/table.js'
import { tablePage, tableQuery } from '../../src/displays/table-query.js'
import { french } from '../../src/locale/index.js'
import { openDataset } from '../../src/providers/index.js'
import { clickHouseMissing, startClickHouse } from '../servers/clickhouse.js'
import { startDuckDb } from '../servers/duckdb.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import { arcgis } from './backends/arcgis.js'
import { ckanSql, dataFair, ogcApiFilters, opendatasoft, socrata, tabular } from './backends/stand-ins.js'
import { communesSchema } from './communes.js'
import { Traffic } from './traffic.js'
import type { Query } from '../../src/data/query.js'
import type { Column, Table, Value } from '../../src/data/table.js'
import type { Amount } from './costs.js'
import type { Backend, RunningBackend } from './backend.js'

/** A dataset of many rows behind a server; `chart` is what a bar chart of sums asks of it, where that is measured. */
export interface Large {
  readonly name: string
  readonly rows: number
  readonly missing?: () => string | undefined
  readonly chart?: Query | undefined
  start(): Promise<RunningBackend>
}

export interface LargeCost {
  readonly name: string
  readonly rows: number
  readonly opening: Amount
  /** The first 20 rows of a table, with their number in all. */
  readonly page: Amount
  readonly chart?: Amount & { readonly groups: number; readonly urls: readonly string[] }
}

const chartBy = (key: string, measure: string): Query => ({
  groupBy: [{ as: 'groupe', expr: { property: key } }],
  aggregate: [{ as: 'somme', op: 'sum', expr: { property: measure } }],
})

/** Words of letters: what servers that don't tell upper from lower case show by. */
const letters = (number: number) => String.fromCharCode(97 + (number % 26), 97 + (Math.floor(number / 26) % 26), 97 + (Math.floor(number / 676) % 26))

/** So many invented rows of the communes' columns. */
function manyRows(numRows: number): Table {
  const values: Readonly<Record<string, (row: number) => Value>> = {
    code: (row) => String(row).padStart(7, '0'), nom: (row) => `Lieu ${letters(row)}`, dept: (row) => `Dept ${letters(row % 96)}`, epci: (row) => `Epci ${letters(row % 1200)}`,
    population: (row) => (row * 7919) % 100_003, densite: (row) => (row % 4000) / 8, releve: (row) => Date.UTC(2019 + (row % 5), row % 12, 1 + (row % 28)),
    geometry: (row) => ({ type: 'Point', coordinates: [4 + (row % 400) / 100, 47.5 + (row % 300) / 150] }),
  }
  const columns = new Map<string, Column>(communesSchema.map(({ name }) => [name, Array.from({ length: numRows }, (_, row) => values[name]?.(row) ?? null)]))
  return createTable(communesSchema, columns, { numRows, complete: true, total: numRows })
}

function served(backend: Backend, rows: number): Large {
  const { name, missing } = backend
  return { name, rows, ...(missing ? { missing } : {}), chart: chartBy('dept', 'population'), start: () => backend.start(manyRows(rows)) }
}

/** MapServer over a GeoPackage that GDAL makes of so many points. */
function mapServer(name: string, rows: number, ogcApi: boolean, chart?: Query): Large {
  return {
    name, rows,
    missing: mapServerMissing,
    ...(chart ? { chart } : {}),
    start: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'dge-large-'))
      const file = join(folder, 'lieux.geojsonl')
      const out = createWriteStream(file)
      for (let row = 0; row < rows; row++) {
        const properties = { code: String(row).padStart(7, '0'), nom: `Lieu ${row}`, dept: `D${row % 96}`, population: (row * 7919) % 100_003, texte: 'x'.repeat(40) }
        const line = JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [4 + (row % 400) / 100, 47.5 + (row % 300) / 150] } })
        if (!out.write(`${line}\n`)) await once(out, 'drain')
      }
      out.end()
      await finished(out)
      const server = await startMapServer({ layers: [{ name: 'lieux', type: 'POINT', file }] })
      rmSync(folder, { recursive: true, force: true })
      return { config: { src: ogcApi ? server.ogcApi : `${server.url}&service=WFS` }, stop: () => server.stop() }
    },
  }
}

const clickHouseCluster: Large = {
  name: 'ClickHouse, 2 shards', rows: 10_000_000,
  missing: clickHouseMissing,
  chart: chartBy('mois', 'n'),
  start: async () => {
    const server = await startClickHouse(2)
    for (const node of [0, 1]) {
      await server.run('CREATE TABLE ventes_part (mois UInt32, dep UInt16, n UInt32) ENGINE = MergeTree ORDER BY mois', node)
      await server.run('INSERT INTO ventes_part SELECT number % 120, number % 96, number % 7 FROM numbers(5000000)', node)
    }
    await server.run('CREATE TABLE ventes AS ventes_part ENGINE = Distributed(grappe, default, ventes_part)')
    return { config: { src: `${server.url}?user=lecture&table=ventes`, provider: 'clickhouse' }, stop: () => server.stop() }
  },
}

const duckDb: Large = {
  name: 'DuckDB', rows: 10_000_000,
  chart: chartBy('mois', 'n'),
  start: async () => {
    const server = await startDuckDb()
    await server.run('CREATE TABLE ventes AS SELECT range % 120 AS mois, range % 96 AS dep, range % 7 AS n FROM range(10000000)')
    return { config: { src: server.url, provider: 'duckdb', layer: 'ventes' }, stop: () => server.stop() }
  },
}

// Not round: a round number may be where a server stops counting.
const [few, many] = [100_003, 1_000_003]

/** As many rows as each can be given in a minute or so; the stand-ins keep theirs in this process. */
export const large: readonly Large[] = [
  clickHouseCluster, duckDb,
  mapServer('WFS (MapServer)', few, false, chartBy('dept', 'population')),
  mapServer('WFS (MapServer)', many, false),
  mapServer('OGC API Features (MapServer)', many, true),
  served(arcgis, few), served(socrata, few), served(ckanSql, 10_007),
  served(opendatasoft, many), served(dataFair, many), served(tabular, many), { ...served(ogcApiFilters, many), chart: undefined },
]

/** What the first page of a table and a chart cost, each on a source of its own. */
export async function largeCost({ name, rows, chart, start }: Large): Promise<LargeCost> {
  const running = await start()
  const traffic = new Traffic()
  try {
    const measured = async <T>(ask: (source: DataSource) => Promise<T>): Promise<{ opening: Amount; cost: Amount; urls: readonly string[]; answer: T }> => {
      const source = new DataSource(running.config, (config, options) => openDataset(config, options))
      const before = [traffic.requests, traffic.bytes] as const
      await source.dataset()
      const opened = [traffic.requests, traffic.bytes] as const
      const answer = await ask(source)
      const amount = (from: readonly [number, number], to: readonly [number, number]): Amount => ({ requests: to[0] - from[0], bytes: to[1] - from[1] })
      return { opening: amount(before, opened), cost: amount(opened, [traffic.requests, traffic.bytes]), urls: traffic.urls.slice(opened[0]), answer }
    }
    const page = await measured(async (source) => {
      const [dataset, runtime] = await Promise.all([source.dataset(), loadRuntime()])
      const context = { source, dataset, schema: dataset.schema, runtime, locale: french, signal: new AbortController().signal }
      const names = dataset.schema.filter(({ type }) => type !== 'geometry').map((field) => field.name)
      return tablePage(tableQuery({ select: names }, { from: 0, size: 20 }), context, undefined, (query) => source.query(query))
    })
    if (page.answer.numRows !== 20 || page.answer.total !== rows) throw new Error(`${name}: a page of ${page.answer.numRows} rows of ${page.answer.total}`)
    const drawn = chart && (await measured((source) => source.query(chart)))
    if (drawn && !drawn.answer.complete) throw new Error(`${name}: the chart is cut`)
    return { name, rows, opening: page.opening, page: page.cost, ...(drawn ? { chart: { ...drawn.cost, groups: drawn.answer.numRows, urls: drawn.urls } } : {}) }
  } finally {
    traffic.stop()
    await running.stop()
  }
}
