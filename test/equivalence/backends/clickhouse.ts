import { clickHouseMissing, load, startClickHouse } from '../../servers/clickhouse.js'
import type { Backend } from '../backend.js'

const backend = (name: string, nodes: number): Backend => ({
  name,
  anyName: true,
  variant: nodes > 1,
  missing: clickHouseMissing,
  async start(table) {
    const server = await startClickHouse(nodes)
    await load(server, table, nodes)
    return { config: { src: `${server.url}?user=lecture&table=communes`, provider: 'clickhouse' }, stop: () => server.stop() }
  },
})

export const clickHouse = backend('ClickHouse', 1)

/** A Distributed table over two servers. */
export const clickHouseShards = backend('ClickHouse, 2 shards', 2)
