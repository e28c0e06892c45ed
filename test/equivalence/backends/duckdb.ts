import { loadDuckDb, startDuckDb } from '../../servers/duckdb.js'
import type { Backend } from '../backend.js'

export const duckDb: Backend = {
  name: 'DuckDB',
  anyName: true,
  // The table's length is known from the opening.
  requestsOfSix: 5,
  async start(table) {
    const server = await startDuckDb()
    await loadDuckDb(server, table)
    return { config: { src: server.url, provider: 'duckdb', layer: 'communes' }, stop: () => server.stop() }
  },
}
