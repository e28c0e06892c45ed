import { PGlite } from '@electric-sql/pglite'
import type { CkanServerOptions, CkanTable } from './ckan.js'

export interface CkanDatabase {
  /** Runs what `datastore_search_sql` is given, for `startCkanServer`. */
  readonly sql: NonNullable<CkanServerOptions['sql']>
  close(): Promise<void>
}

/** A real PostgreSQL (PGlite, in this process) that holds the table under its id, with row numbers, as CKAN's datastore does. */
export async function ckanDatabase({ id, columns, records }: CkanTable): Promise<CkanDatabase> {
  const text = (value: string) => value
  const database = new PGlite({ parsers: { 1082: text, 1114: (value) => value.replace(' ', 'T'), 1700: text, 20: text } })
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
  const names = Object.keys(columns)
  await database.exec(`CREATE TABLE ${quoted(id)} (_id serial, ${Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`).join(', ')})`)
  const holes = names.map((_name, at) => `$${at + 1}`)
  await database.transaction(async (transaction) => {
    for (const record of records) {
      await transaction.query(`INSERT INTO ${quoted(id)} (${names.map(quoted).join(', ')}) VALUES (${holes.join(', ')})`, names.map((name) => record[name] ?? null))
    }
  })
  return {
    sql: async (statement) => {
      const { rows, fields } = await database.query<object>(statement)
      return { records: rows, fields: fields.map(({ name, dataTypeID }) => ({ id: name, type: String(dataTypeID) })) }
    },
    close: () => database.close(),
  }
}
