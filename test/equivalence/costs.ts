import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { Traffic } from './traffic.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { Backend } from './backend.js'

/** What six displays of one page on the communes ask: two charts, two figures, a table, and a chart on a part. */
export const sixDisplays: readonly Query[] = [
  { groupBy: [{ as: 'dept', expr: { property: 'dept' } }], aggregate: [{ as: 'population', op: 'sum', expr: { property: 'population' } }] },
  { groupBy: [{ as: 'annee', expr: { op: 'year', args: [{ property: 'releve' }] } }], aggregate: [{ as: 'n', op: 'count' }] },
  { aggregate: [{ as: 'n', op: 'count' }] },
  { aggregate: [{ as: 'habitants', op: 'sum', expr: { property: 'population' } }] },
  { select: ['code', 'nom', 'population'], orderBy: [{ field: 'population', desc: true }], limit: 20 },
  {
    where: { op: '=', args: [{ property: 'dept' }, 'Bas-Rhin'] },
    select: ['nom', 'population'], orderBy: [{ field: 'population', desc: true }], limit: 15,
  },
]

export interface Cost {
  readonly name: string
  readonly opening: Amount
  readonly displays: Amount
  /** The same request made more than once. */
  readonly repeated: readonly string[]
}

export interface Amount {
  readonly requests: number
  readonly bytes: number
}

/** Six displays at once on one source, as a page has them. */
export async function costOf(backend: Backend, table: Table): Promise<Cost> {
  const running = await backend.start(table)
  const traffic = new Traffic()
  try {
    const source = new DataSource(running.config, (config, options) => openDataset(config, options))
    await Promise.all(Array.from({ length: 6 }, () => source.dataset()))
    const opening = { requests: traffic.requests, bytes: traffic.bytes }
    await Promise.all(sixDisplays.map((query) => source.query(query)))
    const displays = { requests: traffic.requests - opening.requests, bytes: traffic.bytes - opening.bytes }
    // Parts of one file (ranges) have the same address; what repeats is the address with all that was asked.
    const repeated = traffic.urls.filter((url, at) => traffic.urls.indexOf(url) !== at)
    return { name: backend.name, opening, displays, repeated }
  } finally {
    traffic.stop()
    await running.stop()
  }
}
