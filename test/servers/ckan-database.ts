import { postgresSchema } from './postgres.js'
import type { CkanServerOptions, CkanTable } from './ckan.js'

export interface CkanDatabase {
  /** Runs what `datastore_search_sql` is given, for `startCkanServer`. */
  readonly sql: NonNullable<CkanServerOptions['sql']>
  close(): Promise<void>
}

/** A real PostgreSQL that holds the table under its id, with row numbers, as CKAN's datastore does. */
export async function ckanDatabase({ id, columns, records }: CkanTable): Promise<CkanDatabase> {
  const text = (value: string) => value
  const schema = await postgresSchema({ 1082: text, 1114: (value) => value.replace(' ', 'T'), 1700: text, 20: text })
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
  const names = Object.keys(columns).map(quoted).join(', ')
  await schema.run(`CREATE TABLE ${quoted(id)} (_id serial, ${Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`).join(', ')})`)
  await schema.ask(`INSERT INTO ${quoted(id)} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${quoted(id)}, $1)`, [JSON.stringify(records)])
  return {
    sql: async (statement) => {
      const { rows, fields } = await schema.ask<object>(statement)
      return { records: rows, fields: fields.map(({ name, dataTypeID }) => ({ id: name, type: String(dataTypeID) })) }
    },
    close: () => schema.close(),
  }
}
