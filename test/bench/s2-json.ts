import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Random } from '../data/random.js'
import type { Study } from './scenario.js'

const size = 100_000_000

/** A feature: a polygon of 40 corners and five properties, about a kilobyte. */
function feature(random: Random, row: number): string {
  const [x, y] = [2 + random.next() * 4, 46 + random.next() * 3]
  const ring = Array.from({ length: 41 }, (_, corner) => {
    const angle = ((corner % 40) / 20) * Math.PI
    return [Number((x + Math.cos(angle) / 50).toFixed(6)), Number((y + Math.sin(angle) / 50).toFixed(6))]
  })
  const properties = { code: String(row % 36_000).padStart(5, '0'), nom: `Commune ${row % 36_000}`, n: random.int(100_000), surface: random.int(10_000) / 100, maj: `2024-0${1 + (row % 9)}-11` }
  return JSON.stringify({ type: 'Feature', id: row, properties, geometry: { type: 'Polygon', coordinates: [ring] } })
}

function record(random: Random, row: number): string {
  return JSON.stringify({
    id: row, code: String(row % 36_000).padStart(5, '0'), nom: `Commune n° ${row % 36_000}`, categorie: random.pick(['Agriculture', 'Éducation', 'Santé', 'Commerce']), n: random.int(100_000),
    valeur: random.int(100_000) / 100, jour: `2024-0${1 + (row % 9)}-11`, texte: `route école communauté budget ${row}`,
  })
}

async function write(path: string, make: (random: Random, row: number) => string, [before, between, after]: readonly [string, string, string]): Promise<void> {
  const file = await open(path, 'w')
  const random = new Random(3)
  await file.write(before)
  for (let row = 0, written = 0; written < size; ) {
    let batch = ''
    for (const end = row + 1000; row < end; row++) batch += (row === 0 ? '' : between) + make(random, row)
    await file.write(batch)
    written += batch.length
  }
  await file.write(after)
  await file.close()
}

/** What one process that does nothing else needs to read the file. */
async function read(path: string, format: string, whole: boolean): Promise<{ rows: number; seconds: number; peak: number; question: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./read-large-json.ts', import.meta.url)), path, format, String(whole)])
  return JSON.parse(stdout) as Awaited<ReturnType<typeof read>>
}

async function run(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dge-json-'))
  const lines = ['| file of 100 MB | read | rows | s | peak MB of the process | sum by code, ms |', '| --- | --- | --- | --- | --- | --- |']
  try {
    for (const [name, format, make, around] of [
      ['GeoJSON', 'geojson', feature, ['{"type":"FeatureCollection","features":[', ',\n', ']}']],
      ['NDJSON', 'json', record, ['', '\n', '\n']],
    ] as const) {
      const path = join(folder, `grand.${format}`)
      await write(path, make, around)
      for (const whole of [false, true]) {
        const { rows, seconds, peak, question } = await read(path, format, whole)
        lines.push(`| ${name} | ${whole ? 'whole, then parsed' : 'as it arrives'} | ${rows.toLocaleString('en')} | ${seconds.toFixed(1)} | ${Math.round(peak)} | ${Math.round(question)} |`)
      }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return [...lines, '', 'By the worker’s code in a Node process of its own, in pieces of 256 kB from the disk; the process alone takes about 100 MB (its code is compiled there). Whole is what a file is read by that cannot be read as it arrives, and what all were read by before.'].join('\n')
}

export const s2Json: Study = { id: 'S2-json', title: 'memory and time for 100 MB of GeoJSON and NDJSON', packages: [], run }
