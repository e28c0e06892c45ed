import { readGeometry } from '../data/geojson.js'
import { isObject } from '../data/json-rows.js'
import { createTable } from '../data/table.js'
import { chosenType, valueOf } from './sql-dataset.js'
import type { Field, FieldType } from '../data/schema.js'
import type { JsonObject } from '../data/json-rows.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Table, Value } from '../data/table.js'

/** A column; parts of an object ("departement.nom") come by the name of the object. */
export interface GeoApiField {
  readonly field: Field
  /** What `fields=` calls it. */
  readonly asked: string
  /** Compared as the API compares it. */
  readonly plain: boolean
}

const described: Readonly<Record<string, Omit<Field, 'name'>>> = {
  code: { type: 'string', title: 'Code' }, nom: { type: 'string', title: 'Nom' }, siren: { type: 'string', title: 'SIREN' }, type: { type: 'string', title: 'Type' }, zone: { type: 'string', title: 'Zone' },
  codeDepartement: { type: 'string', title: 'Code du département' }, codeRegion: { type: 'string', title: 'Code de la région' }, codeEpci: { type: 'string', title: 'Code de l’EPCI' },
  codesPostaux: { type: 'string', title: 'Codes postaux' }, codesDepartements: { type: 'string', title: 'Départements' }, codesRegions: { type: 'string', title: 'Régions' }, chefLieu: { type: 'string', title: 'Chef-lieu' },
  population: { type: 'number', title: 'Population', unit: 'hab.' }, surface: { type: 'number', title: 'Surface', unit: 'ha' }, _score: { type: 'number', title: 'Pertinence' },
  centre: { type: 'geometry', title: 'Centre' }, contour: { type: 'geometry', title: 'Contour' }, mairie: { type: 'geometry', title: 'Mairie' }, bbox: { type: 'geometry', title: 'Emprise' },
}
const objects: Readonly<Record<string, string>> = { departement: 'Département', region: 'Région', epci: 'EPCI' }
const usual: Readonly<Record<string, readonly string[]>> = {
  communes: ['code', 'nom', 'codeDepartement', 'codeRegion', 'codeEpci', 'siren', 'codesPostaux', 'population', 'surface'],
  communes_associees_deleguees: ['code', 'nom', 'type', 'chefLieu', 'codeDepartement', 'codeRegion', 'codeEpci'],
  epcis: ['code', 'nom', 'codesDepartements', 'codesRegions', 'population'],
  departements: ['code', 'nom', 'codeRegion', 'zone'],
  regions: ['code', 'nom', 'zone'],
}
/** Lists of places that have shapes. */
const located = new Set(['communes', 'communes_associees_deleguees', 'epcis'])

/** Columns of a list: those that the address names, else the usual ones; code and name always, one geometry where there is any. */
export function geoApiFields(list: string, named: readonly string[], geometry: string | undefined, config: SourceConfig): GeoApiField[] {
  const names = new Set(named.length > 0 ? ['code', 'nom', ...named] : (usual[list] ?? ['code', 'nom']))
  if (geometry !== undefined) names.add(geometry)
  if (located.has(list) && ![...names].some((name) => described[name]?.type === 'geometry')) names.add('centre')
  return [...names].flatMap((asked): GeoApiField[] => {
    const title = objects[asked]
    const parts = title === undefined ? [asked] : [`${asked}.code`, `${asked}.nom`]
    return parts.map((name) => {
      const own = described[name] ?? { type: 'string' as const, ...(title === undefined ? {} : { title: name.endsWith('.nom') ? title : `${title} (code)` }) }
      const type = chosenType(config, name) ?? own.type
      return { asked, field: { name, ...own, type }, plain: type === own.type }
    })
  })
}

/** A table of the columns; what a place does not have is null. */
export function geoApiTable(fields: readonly GeoApiField[], rows: readonly JsonObject[]): Table {
  const cells = fields.map(({ field, asked }) => [field.name, rows.map((row) => cellOf(row, asked, field.name, field.type))] as const)
  return createTable(fields.map(({ field }) => field), new Map(cells), { numRows: rows.length })
}

function cellOf(row: JsonObject, asked: string, name: string, type: FieldType): Value {
  const whole = Object.hasOwn(row, asked) ? row[asked] : undefined
  const raw = asked === name ? whole : isObject(whole) ? whole[name.slice(asked.length + 1)] : undefined
  if (raw === undefined || raw === null) return null
  if (type === 'geometry') return readGeometry(raw) ?? null
  return valueOf(Array.isArray(raw) ? raw.map(String).join(', ') : raw, { name, type })
}
