import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import { parquetWriteFile } from 'hyparquet-writer'
import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { Random } from '../data/random.js'
import { startRangeServer } from '../servers/range-server.js'
import type { Query } from '../../src/data/query.js'
import type { Study } from './scenario.js'

const categories = ['Agriculture', 'Commerce', 'Construction', 'Culture', 'Éducation', 'Énergie', 'Finance', 'Industrie', 'Logement', 'Santé', 'Tourisme', 'Transport']

/** Ten million rows, a row group a million. */
async function write(filename: string, count: number): Promise<void> {
  const random = new Random(1)
  const valeur = new Float64Array(count)
  const entier = new Int32Array(count)
  const categorie: string[] = []
  for (let row = 0; row < count; row++) {
    valeur[row] = random.int(1e6) / 100
    entier[row] = (row * 7) % 100_000
    categorie.push(random.pick(categories))
  }
  const columnData = [
    { name: 'id', data: Int32Array.from({ length: count }, (_, row) => row), type: 'INT32' as const },
    { name: 'categorie', data: categorie, type: 'STRING' as const },
    { name: 'valeur', data: valeur, type: 'DOUBLE' as const },
    { name: 'entier', data: entier, type: 'INT32' as const },
  ]
  await parquetWriteFile({ filename, columnData, rowGroupSize: 1_000_000 })
}

const sums: Query = { groupBy: [{ as: 'categorie', expr: { property: 'categorie' } }], aggregate: [{ as: 'somme', op: 'sum', expr: { property: 'valeur' } }] }

async function run(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dge-parquet-'))
  try {
    const filename = join(folder, 'grand.parquet')
    const count = Number(process.env['PARQUET_ROWS'] ?? 10_000_000)
    await write(filename, count)
    const file = await readFile(filename)
    const { row_groups: groups } = parquetMetadata(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer)
    const needed = groups.flatMap(({ columns }) => columns).filter(({ meta_data: meta }) => ['categorie', 'valeur'].includes(meta?.path_in_schema[0] ?? ''))
    const pages = needed.reduce((sum, { meta_data: meta }) => sum + Number(meta?.total_compressed_size ?? 0), 0)
    const server = await startRangeServer('/grand.parquet', file)
    const started = performance.now()
    const source = new DataSource({ src: server.src }, openDataset)
    const table = await source.query(sums)
    const seconds = (performance.now() - started) / 1000
    await server.stop()
    const mega = (bytes: number) => (bytes / 1e6).toFixed(2)
    return [
      '| rows | file, MB | pages of the needed columns, MB | read, MB | × pages | requests |', '| --- | --- | --- | --- | --- | --- |',
      `| ${count.toLocaleString('en')} | ${mega(file.length)} | ${mega(pages)} | ${mega(server.sent())} | ${(server.sent() / pages).toFixed(3)} | ${server.asked.length} |`, '',
      `sum(valeur) by categorie: 2 of 4 columns, ${table.numRows} groups, read and answered in Node in ${seconds.toFixed(1)} s. Read = all bytes of bodies, the footer included.`,
    ].join('\n')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What a question costs of a file of Parquet that is read by parts. */
export const s2Parquet: Study = { id: 'S2-parquet', title: 'bytes of a 10,000,000-row Parquet file by Range', packages: ['hyparquet', 'hyparquet-writer'], run }
