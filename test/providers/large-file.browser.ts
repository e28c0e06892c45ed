import { expect } from 'chai'
import { execute } from '../../src/data/engine.js'
import csv from '../../src/providers/csv.js'
import { ArrivingBody } from '../../src/providers/arriving-body.js'
import { readChunks } from '../../src/providers/http-body.js'
import { openLargeFile } from '../../src/providers/large-file.js'
import { startFileWorker } from '../../src/providers/file-port.js'
import { Queries } from '../equivalence/queries.js'
import { largeCsv } from './large-csv.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'

const config = { src: 'https://example.org/grand.csv' }
const total: Query = { groupBy: [{ as: 'nom', expr: { property: 'nom' } }], aggregate: [{ as: 'somme', op: 'sum', expr: { property: 'x' } }] }
const lines = (rows: number) => ['id;nom;x', ...Array.from({ length: rows }, (_, row) => `${row};nom ${row % 100};${row / 2}`)].join('\n')

/** The body read as a large file's whatever its length. */
function openLarge(text: string, starting = startFileWorker()): Promise<Dataset> {
  const response = new Response(text)
  const body = new ArrivingBody({ response, arriving: readChunks(response), begun: [] }, config, {})
  return openLargeFile('csv', body, config, {}, starting)
}

function plain(table: Table): unknown[] {
  return [table.schema, table.numRows, table.complete, table.total, ...table.schema.map(({ name }) => Array.from(table.columns.get(name) ?? []))]
}

describe('large files', () => {
  it('a worker starts, and a file above the limit goes to it', async () => {
    const started = await startFileWorker()
    expect(started).to.be.an.instanceOf(Worker)
    started?.terminate()
    const dataset = await csv.open(config, { response: new Response(new Blob([lines(400_000)])) })
    const answer = await dataset.execute(total)
    expect(dataset.capabilities.select).to.equal(true)
    expect(dataset.total).to.equal(400_000)
    expect([answer.numRows, answer.columns.get('somme')?.[1]]).to.deep.equal([100, sumOfSecond(400_000)])
  })

  it('the worker, the page in slices and the engine give the same answers', async () => {
    for (const seed of [201, 202, 203]) {
      const { text, unique } = largeCsv(seed, 1500)
      const table = await (await csv.open(config, { response: new Response(text) })).execute({})
      const [worker, page] = await Promise.all([openLarge(text), openLarge(text, Promise.resolve(undefined))])
      expect(worker.schema).to.deep.equal(table.schema)
      const queries = new Queries(seed, table, unique)
      for (let count = 0; count < 30; count++) {
        const query = queries.next()
        const expected = plain(execute(query, table))
        expect(plain(await worker.execute(query)), `${seed}: worker, ${JSON.stringify(query)}`).to.deep.equal(expected)
        expect(plain(await page.execute(query)), `${seed}: page, ${JSON.stringify(query)}`).to.deep.equal(expected)
      }
    }
  })

  it('where the policy of the page refuses workers the page reads the file itself', async () => {
    const frame = document.createElement('iframe')
    const said = new Promise<unknown>((resolve) => window.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(data), { once: true }))
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="worker-src 'none'">
      <script type="module">
        import csv from '/src/providers/csv.ts'
        import { startFileWorker } from '/src/providers/file-port.ts'
        const text = ['id;nom;x', ...Array.from({ length: 150000 }, (_, row) => row + ';nom ' + (row % 100) + ';' + row / 2)].join('\\n')
        const dataset = await csv.open(${JSON.stringify(config)}, { response: new Response(text) })
        const answer = await dataset.execute(${JSON.stringify(total)})
        parent.postMessage({ worker: (await startFileWorker()) !== undefined, select: dataset.capabilities.select, groups: answer.numRows, sum: answer.columns.get('somme')[1] }, '*')
      </script>`
    document.body.append(frame)
    expect(await said).to.deep.equal({ worker: false, select: true, groups: 100, sum: sumOfSecond(150_000) })
    frame.remove()
  })
})

/** Rows 1, 101, 201…: each half of its number. */
function sumOfSecond(rows: number): number {
  let sum = 0
  for (let row = 1; row < rows; row += 100) sum += row / 2
  return sum
}
