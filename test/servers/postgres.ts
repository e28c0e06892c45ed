import { PGlite } from '@electric-sql/pglite'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { ParserOptions, Results } from '@electric-sql/pglite'

/** Tables of one stand-in, apart from those of others. */
export interface PostgresSchema {
  /** Runs statements that answer nothing. */
  run(sql: string): Promise<void>
  ask<Row>(sql: string, values?: readonly unknown[]): Promise<Results<Row>>
  close(): Promise<void>
}

let database: Promise<PGlite> | undefined
let users = 0
let count = 0

/**
 * A schema of its own in a real PostgreSQL (PGlite, in this process). Those that are there at once share one, which takes long to begin
 * and ends with the last of them: its timers would hold the process. `parsers` read types of columns, by the numbers that PostgreSQL has for them.
 */
export async function postgresSchema(parsers: ParserOptions): Promise<PostgresSchema> {
  users++
  database ??= begin()
  const postgres = await database
  const name = `stand_in_${++count}`
  await postgres.exec(`CREATE SCHEMA ${name}`)
  const within = <T>(work: (transaction: Pick<PGlite, 'exec' | 'query'>) => Promise<T>) => postgres.transaction(async (transaction) => {
    await transaction.exec(`SET LOCAL search_path TO ${name}`)
    return work(transaction)
  })
  return {
    run: (sql) => within(async (transaction) => void (await transaction.exec(sql))),
    ask: (sql, values = []) => within((transaction) => transaction.query(sql, [...values], { parsers })),
    close: async () => {
      if (--users > 0) return void (await postgres.exec(`DROP SCHEMA ${name} CASCADE`))
      database = undefined
      await postgres.close()
    },
  }
}

/** A new PostgreSQL; what each of them begins with is made once for all tests, and kept beside what other tools keep. */
async function begin(): Promise<PGlite> {
  // To make the best code of PostgreSQL takes longer than a test asks it for.
  setFlagsFromString('--liftoff-only')
  const { version } = JSON.parse(await readFile('node_modules/@electric-sql/pglite/package.json', 'utf8')) as { readonly version: string }
  const kept = `node_modules/.cache/postgres-${version}.tar`
  if (existsSync(kept)) return PGlite.create({ loadDataDir: new Blob([await readFile(kept)]) })
  const postgres = await PGlite.create()
  const dump = await postgres.dumpDataDir('none')
  await mkdir(dirname(kept), { recursive: true })
  // Under its name only when it is whole: other tests begin at the same time.
  await writeFile(`${kept}.${process.pid}`, new Uint8Array(await dump.arrayBuffer()))
  await rename(`${kept}.${process.pid}`, kept)
  return postgres
}
