import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rowsOf } from '../../src/data/table.js'
import { clickHousePackages, hasClickHouse, setUpClickHouse } from '../setup/clickhouse.js'
import { freePort } from './free-port.js'
import type { Field } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'

/** Nodes of one cluster called `grappe`; the first has the Distributed tables. */
export interface RunningClickHouse {
  /** "http://127.0.0.1:port/" of the first node, where `lecture` is the read-only user. */
  readonly url: string
  /** Runs a statement on a node (the first when absent) as its owner. */
  run(sql: string, node?: number): Promise<string>
  stop(): Promise<void>
}

/** Why there is no ClickHouse here, or undefined when there is one (installed now if it may be). */
export function clickHouseMissing(): string | undefined {
  setUpClickHouse()
  return hasClickHouse() ? undefined : `needs ClickHouse (Debian: apt-get install ${clickHousePackages.join(' ')})`
}

/** Starts so many real ClickHouse servers on free loopback ports, in a temporary folder that `stop` removes. */
export async function startClickHouse(nodes = 1): Promise<RunningClickHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-clickhouse-'))
  const ports = await Promise.all(Array.from({ length: nodes * 3 }, freePort))
  const http = ports.slice(0, nodes)
  const tcp = ports.slice(nodes, 2 * nodes)
  const servers = http.map((port, node) => {
    const own = join(folder, String(node))
    mkdirSync(own)
    writeFileSync(join(own, 'config.xml'), configOf(own, port, tcp, node, ports[2 * nodes + node] ?? 0))
    writeFileSync(join(own, 'users.xml'), users)
    // The shell waits for the end of its input, which comes with the end of this process however it ends.
    const script = 'setsid /usr/sbin/clickhouse-server --config-file="$0" & pid=$!; cat > /dev/null; kill -9 -$pid; wait $pid'
    return spawn('/bin/sh', ['-c', script, join(own, 'config.xml')], { stdio: ['pipe', 'ignore', 'ignore'] })
  })
  const run = async (sql: string, node = 0) => {
    const response = await fetch(`http://127.0.0.1:${http[node]}/`, { method: 'POST', body: sql })
    const text = await response.text()
    if (!response.ok) throw new Error(`${text.slice(0, 500)} (${sql.slice(0, 200)})`)
    return text
  }
  const stop = async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => {
      server.once('close', resolve)
      server.stdin.end()
    })))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    for (const node of http.keys()) await answers(() => run('SELECT 1', node))
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `http://127.0.0.1:${http[0]}/`, run, stop }
}

/** Fills `communes` with the rows of the table: on one node, or split over all under a Distributed table of that name. */
export async function load(server: RunningClickHouse, table: Table, nodes = 1): Promise<void> {
  const fields = table.schema.filter(({ type }) => type !== 'geometry')
  const columns = fields.map((field) => `${quote(field.name)} ${typeOf(field, table)}`).join(', ')
  const local = nodes === 1 ? 'communes' : 'communes_part'
  const rows = rowsOf(table).map((row) => fields.map((field) => cell(row[field.name] ?? null, field)).join('\t'))
  for (let node = 0; node < nodes; node++) {
    await server.run(`CREATE TABLE ${local} (${columns}) ENGINE = MergeTree ORDER BY tuple()`, node)
    const part = rows.filter((_row, index) => index % nodes === node)
    await server.run(`INSERT INTO ${local} FORMAT TabSeparated\n${part.join('\n')}\n`, node)
  }
  if (nodes > 1) await server.run(`CREATE TABLE communes AS ${local} ENGINE = Distributed(grappe, default, ${local})`)
}

function typeOf({ name, type }: Field, table: Table): string {
  if (type === 'date') return 'Nullable(Date)'
  if (type !== 'number') return 'Nullable(String)'
  const whole = Array.from(table.columns.get(name) ?? []).every((value) => value === null || Number.isInteger(value))
  return whole ? 'Nullable(Int64)' : 'Nullable(Float64)'
}

function cell(value: Value, { type }: Field): string {
  if (value === null) return '\\N'
  if (type === 'date' && typeof value === 'number') return new Date(value).toISOString().slice(0, 10)
  return String(value).replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')
}

function quote(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``
}

function configOf(folder: string, http: number, tcp: readonly number[], node: number, between: number): string {
  const shards = tcp.map((port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`).join('')
  return `<yandex>
  <logger><level>warning</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
  <http_port>${http}</http_port><tcp_port>${tcp[node]}</tcp_port><interserver_http_port>${between}</interserver_http_port>
  <listen_host>127.0.0.1</listen_host>
  <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
  <mark_cache_size>67108864</mark_cache_size><max_concurrent_queries>50</max_concurrent_queries>
  <users_config>${folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <remote_servers><grappe>${shards}</grappe></remote_servers><timezone>Europe/Paris</timezone>
</yandex>
`
}

/** The owner, a read-only reader who may set limits, and one who may not. */
const users = `<yandex>
  <profiles>
    <default><max_memory_usage>2000000000</max_memory_usage><add_http_cors_header>1</add_http_cors_header></default>
    <lecture><readonly>2</readonly><add_http_cors_header>1</add_http_cors_header></lecture>
    <strict><readonly>1</readonly><add_http_cors_header>1</add_http_cors_header></strict>
  </profiles>
  <users>
    <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
    <lecture><password></password><networks><ip>127.0.0.1</ip></networks><profile>lecture</profile><quota>default</quota></lecture>
    <strict><password></password><networks><ip>127.0.0.1</ip></networks><profile>strict</profile><quota>default</quota></strict>
  </users>
  <quotas><default/></quotas>
</yandex>
`

async function answers(ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await ask()
      return
    } catch (error) {
      if (attempt > 100) throw new Error('ClickHouse does not start', { cause: error })
      await sleep(100)
    }
  }
}
