import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from './fault-server.js'
import { postgresSchema } from './postgres.js'
import type { Field } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'
import type { FaultServer, Reply } from './fault-server.js'
import type { PostgresSchema } from './postgres.js'

export interface SocrataOptions {
  /** Hears none of `$where`, `$order` and `$having`: what must never give a wrong figure. */
  readonly deaf?: boolean
  /** Rows per answer at most, whatever `$limit` says. */
  readonly most?: number
  /** Replaces parts of the dataset's description. */
  readonly view?: object
}

export const socrataId = 'abcd-1234'

/** What the answers of `startSocrata` call its parts. */
const parameters = ['$select', '$where', '$group', '$having', '$order', '$limit', '$offset']
const functions = new Set(['count', 'sum', 'avg', 'min', 'max', 'stddev_samp', 'starts_with', 'within_box', 'date_extract_y', 'date_extract_m', 'date_extract_d', 'date_extract_hh', 'date_trunc_ym', 'date_trunc_ymd', 'in', 'not', 'and', 'or', 'as', 'where'])

/**
 * Plays SODA 2.1 from its documentation (never compared with one on the wire): a real PostgreSQL answers the
 * clauses, with its own places for nulls; numbers are text in the JSON, keys without a value are left out, words that SoQL
 * does not have and parameters that are no column are refused.
 */
export async function startSocrata(table: Table, { deaf = false, most = 50_000, view = {} }: SocrataOptions = {}): Promise<FaultServer> {
  const database = await load(table)
  const names = new Set(table.schema.map(({ name }) => name))
  const json = (body: unknown, status = 200): Reply => ({ status, type: 'application/json', body: JSON.stringify(body) })
  const refuse = (message: string) => json({ code: 'query.soql.invalid', error: true, message }, 400)
  const answer = async (url: URL): Promise<Reply> => {
    const given = new Map([...url.searchParams].filter(([name]) => !deaf || !['$where', '$order', '$having'].includes(name)))
    const simple = [...given.keys()].filter((name) => !parameters.includes(name))
    const strange = simple.find((name) => !names.has(name))
    if (strange !== undefined) return refuse(`Unrecognized arguments [${strange}]`)
    const conditions = [...simple.map((name) => `${quoted(name)} = '${(given.get(name) ?? '').replaceAll("'", "''")}'`), ...clause(given.get('$where'))]
    const limit = Math.min(Number(given.get('$limit') ?? 1000), most)
    try {
      const select = given.get('$select')
      const sql = [
        `SELECT ${select === undefined ? table.schema.map(({ name }) => quoted(name)).join(', ') : soql(select)} FROM rows`,
        ...(conditions.length > 0 ? [`WHERE ${conditions.map((one) => `(${one})`).join(' AND ')}`] : []),
        ...clause(given.get('$group')).map((text) => `GROUP BY ${text}`),
        ...clause(given.get('$having')).map((text) => `HAVING ${text}`),
        ...clause(given.get('$order')).map((text) => `ORDER BY ${text}`),
        `LIMIT ${limit} OFFSET ${Number(given.get('$offset') ?? 0)}`,
      ]
      const { rows } = await database.ask<Readonly<Record<string, unknown>>>(sql.join(' '))
      return json(rows.map((row) => Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name === '_id' ? ':id' : name, value]])))))
    } catch (error) {
      return refuse(String(error))
    }
  }
  const server = await startFaultServer({
    [`/api/views/${socrataId}.json`]: json({ ...description(table), ...view }),
    [`/resource/${socrataId}.json`]: (_request, url) => answer(url),
  })
  return { ...server, origin: server.origin, stop: async () => { await server.stop(); await database.close() } }
}

function clause(text: string | undefined): string[] {
  return text === undefined ? [] : [soql(text)]
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** SoQL as SQL: the same but for names in back quotes and the row's identifier. */
function soql(text: string): string {
  return text.replace(/'(?:[^']|'')*'|`([^`]*)`|:id|;|--|\/\*|"|([a-z_]\w*)\s*\(/gi, (part: string, name: string | undefined, call: string | undefined) => {
    if (name !== undefined) return quoted(name)
    if (part === ':id') return '_id'
    if (call !== undefined && !functions.has(call.toLowerCase())) throw new Error(`No such function '${call}'`)
    if (/^(;|--|\/\*|")/.test(part)) throw new Error(`Could not parse SoQL query at '${part}'`)
    return part
  })
}

async function load(table: Table): Promise<PostgresSchema> {
  const text = (value: string) => value
  const point = (value: string) => {
    const [x = 0, y = 0] = value.slice(1, -1).split(',').map(Number)
    return { type: 'Point', coordinates: [x, y] }
  }
  // int8, float8, numeric, timestamp, point.
  const database = await postgresSchema({ 20: text, 23: text, 701: text, 1700: text, 1114: (value) => `${value.replace(' ', 'T')}.000`, 600: point })
  const names = table.schema.map(({ name }) => quoted(name))
  await database.run(`
    CREATE TABLE rows (_id serial PRIMARY KEY, ${table.schema.map(({ name, type }) => `${quoted(name)} ${storedAs(type)}`).join(', ')});
    ${['y:year', 'm:month', 'd:day', 'hh:hour'].map((pair) => pair.split(':')).map(([name, part]) => `CREATE FUNCTION date_extract_${name}(timestamp) RETURNS numeric IMMUTABLE RETURN date_part('${part}', $1);`).join('\n')}
    ${['ym:month', 'ymd:day'].map((pair) => pair.split(':')).map(([name, part]) => `CREATE FUNCTION date_trunc_${name}(timestamp) RETURNS timestamp IMMUTABLE RETURN date_trunc('${part}', $1);`).join('\n')}
    CREATE FUNCTION within_box(point, float8, float8, float8, float8) RETURNS boolean IMMUTABLE RETURN $1[1] <= $2 AND $1[0] >= $3 AND $1[1] >= $4 AND $1[0] <= $5;
  `)
  const rows = rowsOf(table)
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows.slice(start, start + 500).map((row) => `(${table.schema.map(({ name, type }) => literal(row[name] ?? null, type)).join(', ')})`)
    await database.run(`INSERT INTO rows (${names.join(', ')}) VALUES ${values.join(', ')}`)
  }
  return database
}

function storedAs(type: Field['type']): string {
  return { string: 'text', number: 'numeric', boolean: 'boolean', date: 'timestamp', geometry: 'point' }[type]
}

function literal(value: Value, type: Field['type']): string {
  if (value === null) return 'NULL'
  if (type === 'date') return `'${new Date(Number(value)).toISOString().slice(0, 19)}'`
  if (typeof value === 'object') return value.type === 'Point' ? `'(${value.coordinates[0]},${value.coordinates[1]})'` : 'NULL'
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function description({ schema }: Table): object {
  const kinds = { string: 'text', number: 'number', boolean: 'checkbox', date: 'calendar_date', geometry: 'point' }
  const columns = schema.map(({ name, type, title }, at) => ({ id: at, position: at + 1, fieldName: name, name: title ?? name, dataTypeName: kinds[type], ...(type === 'date' ? { format: { view: 'date' } } : {}) }))
  return {
    id: socrataId, name: 'Essai', description: '<p>Un <b>essai</b></p>', attribution: 'Ville', viewType: 'tabular', createdAt: 1_577_836_800, rowsUpdatedAt: 1_767_322_984,
    license: { name: 'Licence Ouverte', termsLink: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence' },
    columns: [{ id: -1, fieldName: ':@computed_region_x', name: 'Quartier', dataTypeName: 'number', position: 99 }, ...columns.reverse()],
  }
}
