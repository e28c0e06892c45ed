import { parseIsoDate } from '../data/calendar.js'
import { createTable } from '../data/table.js'
import type { Schema, Field } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { RawFeature } from './wfs-gml.js'

/**
 * A table of the named fields from features as read. Blank text is missing: GML and several servers write null as ''.
 * Ids are never used: they lose leading zeros.
 */
export function tableOfFeatures(
  features: readonly RawFeature[],
  schema: Schema,
  extra: { complete?: boolean; total?: number } = {}
): Table {
  const columns = new Map<string, Column>()
  for (const field of schema) {
    columns.set(
      field.name,
      features.map(({ properties, geometry }) =>
        field.type === 'geometry' ? geometry : valueOf(Object.hasOwn(properties, field.name) ? properties[field.name] : null, field)
      )
    )
  }
  return createTable(schema, columns, { numRows: features.length, ...extra })
}

/** One property as a value of the field's type; null when it cannot be read as that. */
export function valueOf(raw: unknown, { type }: Pick<Field, 'type'>): Value {
  if (raw === null || raw === undefined || raw === '') return null
  switch (type) {
    case 'number':
      return numberOf(raw)
    case 'boolean':
      return booleanOf(raw)
    case 'date':
      return typeof raw === 'string' ? dateOf(raw) : typeof raw === 'number' ? dateOf(String(raw)) : null
    case 'string':
      return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
    default:
      return null
  }
}

function numberOf(raw: unknown): number | null {
  if (typeof raw === 'boolean') return Number(raw)
  const text = String(raw).replace(/[\s\u00a0\u202f]/g, '')
  const value = Number(/^[-+]?\d*,\d+$/.test(text) ? text.replace(',', '.') : text)
  return text !== '' && Number.isFinite(value) ? value : null
}

function booleanOf(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw
  const text = String(raw).toLowerCase()
  return ['true', '1', 't', 'oui'].includes(text) ? true : ['false', '0', 'f', 'non'].includes(text) ? false : null
}

/** Wall clock milliseconds of an ISO date; a day keeps its date whatever follows it ("2024-01-31Z" in GeoServer). */
function dateOf(raw: string): number | null {
  const text = raw.trim().replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
  const [, year, month = '01'] = /^(\d{4})(?:-?(\d\d))?$/.exec(text) ?? []
  if (year !== undefined) return parseIsoDate(`${year}-${month}-01`) ?? null
  return parseIsoDate(text.replace(/^(\d{4}-\d\d-\d\d)(Z|[-+]\d\d:?\d\d)$/, '$1')) ?? null
}
