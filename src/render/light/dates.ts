import type { Datum, Encoding } from './spec.js'

/** Rows whose moments are milliseconds: text is read. */
export function dated(encoding: Encoding, rows: readonly Datum[]): readonly Datum[] {
  const fields = Object.values(encoding).flatMap(({ field, type }) => (field !== undefined && type === 'temporal' ? [field] : []))
  const texts = fields.filter((field) => rows.some((row) => typeof row[field] === 'string'))
  if (texts.length === 0) return rows
  return rows.map((row) => ({ ...row, ...Object.fromEntries(texts.map((field) => [field, toDate(row[field])])) }))
}

function toDate(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value === '' ? null : Date.parse(value)
}
