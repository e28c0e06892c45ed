import { truncations } from './calendar.js'
import { DgeError } from './errors.js'
import { closest } from './closest.js'
import { fieldOf } from './schema.js'
import type { Expr, TimeUnit } from './expression.js'
import type { Aggregate, Derived, Query } from './query.js'
import type { Field, Schema } from './schema.js'

/** The fields that a query's answer has. @throws DgeError `field` for an unknown column, `query` for an impossible aggregate */
export function outputSchema(query: Query, schema: Schema): Schema {
  const computed = withComputed(query, stageSchema(query, schema))
  return query.select ? query.select.map((name) => known(name, computed)) : computed
}

/** The fields after grouping, before `compute`: what `having` reads. */
export function stageSchema(query: Query, schema: Schema): Schema {
  if (!query.groupBy && !query.aggregate) return schema
  return unique([
    ...(query.groupBy ?? []).map((key) => derivedField(key, schema)),
    ...(query.aggregate ?? []).map((aggregate) => aggregateField(aggregate, schema)),
  ])
}

/** `compute` replaces a field of the same name and otherwise adds one. Each reads the fields before it. */
function withComputed(query: Query, schema: Schema): Schema {
  return (query.compute ?? []).reduce<Schema>((fields, derived) => {
    const field = derivedField(derived, fields)
    return fields.some(({ name }) => name === field.name)
      ? fields.map((other) => (other.name === field.name ? field : other))
      : [...fields, field]
  }, schema)
}

/** The field that an expression makes. */
export function derivedField(derived: Derived, schema: Schema): Field {
  const { name: _name, ...made } = exprField(derived.expr, schema)
  return { ...made, ...labels(derived), name: derived.as }
}

function aggregateField(aggregate: Aggregate, schema: Schema): Field {
  const base = { name: aggregate.as, type: 'number' as const, ...labels(aggregate) }
  if (aggregate.op === 'count' || aggregate.op === 'distinct') {
    if (aggregate.expr !== undefined) exprField(aggregate.expr, schema)
    return base
  }
  if (aggregate.expr === undefined) throw new DgeError('query', `${aggregate.op}() needs a field`)
  const { name: _name, ...of } = exprField(aggregate.expr, schema)
  if (aggregate.op === 'min' || aggregate.op === 'max') return { ...of, ...labels(aggregate), name: aggregate.as }
  if (of.type !== 'number' && !of.unfilled) {
    throw new DgeError('query', `${aggregate.op}() needs numbers, and ${nameOf(aggregate.expr)} is of type ${of.type}`, {
      hint: 'When the values are numbers after all, say so: types="field:number"',
    })
  }
  return { ...base, ...(of.unit === undefined ? {} : { unit: of.unit }), ...labels(aggregate) }
}

function exprField(expr: Expr, schema: Schema): Field {
  if (typeof expr === 'string') return { name: '', type: 'string' }
  if (typeof expr === 'number') return { name: '', type: 'number' }
  if (typeof expr === 'boolean') return { name: '', type: 'boolean' }
  if ('property' in expr) return known(expr.property, schema)
  if ('date' in expr) return { name: '', type: 'date', precision: 'day' }
  if ('timestamp' in expr) return { name: '', type: 'date', precision: 'time' }
  const fields = expr.args.map((arg) => exprField(arg, schema))
  const first = fields[0] as Field
  if (expr.op === 'casei' || expr.op === 'accenti') return { name: '', type: 'string' }
  if (expr.op === 'bin') {
    if (first.type !== 'number' && first.type !== 'date' && !first.unfilled) throw new DgeError('query', `bin() needs numbers, and ${nameOf(expr.args[0])} is of type ${first.type}`)
    return { name: '', type: 'number', ...(first.unit === undefined ? {} : { unit: first.unit }) }
  }
  if (expr.op in timeFields) {
    if (first.type !== 'date' && !first.unfilled) throw new DgeError('query', `${expr.op}() needs a date, and ${nameOf(expr.args[0])} is of type ${first.type}`)
    return timeFields[expr.op as TimeUnit]
  }
  const wrong = fields.findIndex((field) => field.type !== 'number' && field.type !== 'date' && !field.unfilled)
  if (wrong >= 0) throw new DgeError('query', `Arithmetic needs numbers, and ${nameOf(expr.args[wrong] as Expr)} is of type ${fields[wrong]?.type}`)
  const units = fields.map(({ unit }) => unit)
  const sameUnit = (expr.op === '+' || expr.op === '-') && units[0] !== undefined && units[0] === units[1]
  return { name: '', type: 'number', ...(sameUnit && units[0] !== undefined ? { unit: units[0] } : {}) }
}

const part = (timeUnit: TimeUnit): Field => ({ name: '', type: 'number', timeUnit })
const truncated = (unit: TimeUnit): Field => ({ name: '', type: 'date', precision: truncations[unit] ?? 'day' })

const timeFields: Record<TimeUnit, Field> = {
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  week: part('week'),
  day: part('day'),
  date: part('date'),
  hour: part('hour'),
  yearquarter: truncated('yearquarter'),
  yearmonth: truncated('yearmonth'),
  yearweek: truncated('yearweek'),
  yearmonthdate: truncated('yearmonthdate'),
}

function nameOf(expr: Expr): string {
  return typeof expr === 'object' && 'property' in expr ? `"${expr.property}"` : 'the expression'
}

function labels({ title, unit }: { readonly title?: string; readonly unit?: string }) {
  return { ...(title === undefined ? {} : { title }), ...(unit === undefined ? {} : { unit }) }
}

/** The field called `name`. @throws DgeError `field`, with the name that was probably meant */
export function known(name: string, schema: Schema): Field {
  const field = fieldOf(schema, name)
  if (field) return field
  const near = closest(name, schema.map((candidate) => candidate.name))
  throw new DgeError('field', `No field "${name}"${near ? `; did you mean "${near}"?` : ''}`, {
    hint: `Fields: ${schema.map((candidate) => candidate.name).join(', ')}`,
  })
}

function unique(fields: Field[]): Field[] {
  const seen = new Set<string>()
  for (const { name } of fields) {
    if (seen.has(name)) throw new DgeError('query', `Two columns of the answer are called "${name}"`)
    seen.add(name)
  }
  return fields
}
