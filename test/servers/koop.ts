import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasKoop, koopFolder, setUpKoop } from '../setup/koop.js'
import { rowsOf } from '../../src/data/table.js'
import type { FieldType } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'

export interface KoopLayer {
  readonly name: string
  readonly table: Table
  /** Esri's types of fields ("Integer"), and the database's, where they are others than those that our own have. */
  readonly types?: Readonly<Record<string, { readonly type: string; readonly sqlType?: string }>>
}

export interface KoopOptions {
  /** Rows per answer at most (`maxRecordCount`); 1,000 when absent. */
  readonly maxRecordCount?: number
  /** False: as servers that have no pages, where rows are found by ranges of ids. */
  readonly paging?: boolean
  /** True: as servers that take every page for the first one. */
  readonly deaf?: boolean
  /** False: as servers that declare no quantised coordinates. */
  readonly quantization?: boolean
}

export interface RunningKoop {
  /** "http://127.0.0.1:port/arcgis/rest/services/test/FeatureServer" */
  readonly url: string
  readonly origin: string
  stop(): Promise<void>
}

/** Why there is no Koop here, or undefined when there is one (installed now if it may be). */
export function koopMissing(): string | undefined {
  const said = setUpKoop()
  return hasKoop() ? undefined : said
}

/**
 * Starts Koop's FeatureServer over the tables, one layer each, on a free loopback port. Rows get an OBJECTID from 1 in
 * their order. It ends with this process, however that ends.
 */
export async function startKoop(layers: readonly KoopLayer[], { maxRecordCount = 1000, paging = true, deaf = false, quantization = true }: KoopOptions = {}): Promise<RunningKoop> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-koop-'))
  const file = join(folder, 'layers.json')
  writeFileSync(file, JSON.stringify({ cap: maxRecordCount, paging, deaf, layers: layers.map((layer, id) => layerOf(layer, id, maxRecordCount, quantization)) }))
  const env = { ...process.env, OBJECTID_FEATURE_HASH: 'javascript' }
  const child = spawn(process.execPath, [join(koopFolder, 'server.js'), file], { stdio: ['pipe', 'pipe', 'pipe'], env })
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.stdin.end()
    await exit
    rmSync(folder, { recursive: true, force: true })
  }
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const port = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, number] = /^(\d+)\n/m.exec(said) ?? []
      if (number !== undefined) resolve(number)
    })
    void exit.then(() => reject(new Error(`Koop did not start: ${errors.slice(0, 500)}`)))
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const origin = `http://127.0.0.1:${port}`
  return { origin, url: `${origin}/arcgis/rest/services/test/FeatureServer`, stop }
}

const types: Readonly<Record<FieldType, string>> = { string: 'String', number: 'Double', date: 'Date', boolean: 'String', geometry: '' }
const geometryTypes: Readonly<Record<string, string>> = {
  Point: 'Point', MultiPoint: 'MultiPoint', LineString: 'LineString', MultiLineString: 'LineString', Polygon: 'Polygon', MultiPolygon: 'Polygon',
}

function layerOf({ name, table, types: own = {} }: KoopLayer, id: number, maxRecordCount: number, quantization: boolean): object {
  const rows = rowsOf(table)
  const plain = table.schema.filter(({ type }) => type !== 'geometry')
  const shape = table.schema.find(({ type }) => type === 'geometry')?.name
  const geometryOf = (row: Readonly<Record<string, Value>>) => (shape === undefined ? null : (row[shape] ?? null))
  const first = rows.map(geometryOf).find((geometry) => geometry !== null)
  const kind = typeof first === 'object' && first !== null ? geometryTypes[first.type] : undefined
  const valueOf = (value: Value, type: FieldType) => (type === 'date' && typeof value === 'number' ? new Date(value).toISOString() : value)
  return {
    type: 'FeatureCollection',
    features: rows.map((row, index) => ({
      type: 'Feature',
      properties: Object.fromEntries([['OBJECTID', index + 1], ...plain.map((field) => [field.name, valueOf(row[field.name] ?? null, field.type)])]),
      geometry: geometryOf(row),
    })),
    metadata: {
      id, name, idField: 'OBJECTID', maxRecordCount, capabilities: { quantization }, ...(kind ? { geometryType: kind } : {}),
      fields: [{ name: 'OBJECTID', type: 'Integer' }, ...plain.map((field) => ({ name: field.name, type: types[field.type], ...own[field.name] }))],
    },
  }
}
