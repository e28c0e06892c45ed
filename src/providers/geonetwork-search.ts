import { DgeError } from '../data/errors.js'
import { envelopeOf } from '../data/geometry.js'
import { readGeometry } from '../data/geojson.js'
import { extentOf, languageCode, latestDate, licenceOf, textIn, webUrl } from './geonetwork-record.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import type { Extent } from '../data/filter.js'
import type { Metadata } from '../data/dataset.js'
import type { CatalogRecord, RecordLink, Texts } from './geonetwork-record.js'

type Json = Readonly<Record<string, unknown>>

/** Whether JSON is an answer of GeoNetwork 4's search (which is Elasticsearch's, with its own documents). */
export function isSearchAnswer(json: unknown): boolean {
  return Array.isArray(objectOf(objectOf(json)['hits'])['hits'])
}

/**
 * The records of an answer of `/srv/api/search/records/_search`.
 * @throws DgeError `empty` without one, `query` (with choices) when there are several and none has the identifier
 */
export function readSearchRecord(json: unknown, id: string | undefined, languages: readonly string[], url: string): CatalogRecord {
  const hits = objectOf(objectOf(json)['hits'])['hits']
  const records = (Array.isArray(hits) ? hits : []).map((hit) => recordOf(objectOf(objectOf(hit)['_source']), languages))
  const [first] = records
  if (!first) throw new DgeError('empty', `No metadata record in the answer of ${url}`, { url })
  const named = id === undefined ? undefined : records.find((record) => record.id === id)
  if (named) return named
  if (records.length === 1) return first
  throw new DgeError('query', `The catalogue answers ${records.length} records and none is named`, {
    url,
    hint: 'Give the address of one record, or its identifier as layer="…".',
    choices: records.map((record) => ({ layer: record.id, ...(record.metadata.title ? { title: record.metadata.title } : {}) })),
  })
}

function recordOf(source: Json, languages: readonly string[]): CatalogRecord {
  const read = (name: string) => textIn(textsOf(source[name]), languages)
  const put = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  const extent = boxOf(source['geom'])
  const conditions = listOf(source['licenseObject'] ?? source['MD_LegalConstraintsOtherConstraintsObject']).map((one) => ({
    text: textIn(textsOf(one), languages),
    url: stringOf(objectOf(one)['link']),
  }))
  const dates = listOf(source['resourceDate']).map(objectOf)
  const metadata: Metadata = {
    ...put('title', read('resourceTitleObject') ?? plainText(source['resourceTitle'])),
    ...put('description', read('resourceAbstractObject') ?? plainText(source['resourceAbstract'])),
    ...put('publisher', read('OrgForResourceObject') ?? organisationOf(source['contactForResource'], languages) ?? read('OrgObject')),
    ...licenceOf(conditions),
    ...put('modified', latestDate(dates.map(({ type, date }) => ({ type: String(type), date: String(date) })))),
    ...(extent ? { extent } : {}),
  }
  const id = stringOf(source['uuid']) ?? stringOf(source['metadataIdentifier']) ?? ''
  return { id, metadata, links: listOf(source['link']).flatMap((link) => linkOf(objectOf(link), languages) ?? []) }
}

function linkOf(link: Json, languages: readonly string[]): RecordLink | undefined {
  const url = webUrl(stringOf(objectOf(link['urlObject'])['default']) ?? textIn(textsOf(link['urlObject']), languages) ?? stringOf(link['url']))
  if (url === undefined) return undefined
  const name = plainText(objectOf(link['nameObject'])['default']) ?? textIn(textsOf(link['nameObject']), languages) ?? plainText(link['name'])
  const title = textIn(textsOf(link['descriptionObject']), languages) ?? plainText(link['description'])
  const purpose = stringOf(link['function'])
  const mime = stringOf(link['mimeType'])
  return {
    url,
    protocol: stringOf(link['protocol']) ?? '',
    ...(name ? { name } : {}),
    ...(title ? { title } : {}),
    ...(purpose ? { purpose } : {}),
    ...(mime ? { mime } : {}),
    ...(/MD_RestrictionCode_restricted/.test(stringOf(objectOf(link['descriptionObject'])['link']) ?? '') ? { restricted: true } : {}),
  }
}

/** `{default, langfre, langeng…}`, or plain text. */
function textsOf(value: unknown): Texts | undefined {
  const one = Array.isArray(value) ? (value[0] as unknown) : value
  if (typeof one === 'string') return { default: one }
  const texts = Object.entries(objectOf(one)).flatMap(([key, text]): [string, string][] =>
    typeof text !== 'string' || text.trim() === '' ? [] : key === 'default' ? [[key, text]] : /^lang\w{3}$/.test(key) ? [[languageCode(key.slice(4)), text]] : []
  )
  return texts.length > 0 ? Object.fromEntries(texts) : undefined
}

function organisationOf(contacts: unknown, languages: readonly string[]): string | undefined {
  return listOf(contacts).map((contact) => textIn(textsOf(objectOf(contact)['organisationObject']), languages)).find(Boolean)
}

function boxOf(value: unknown): Extent | undefined {
  const boxes = listOf(value).flatMap((one) => {
    const geometry = readGeometry(one)
    const box = geometry && envelopeOf(geometry)
    return box ? [box] : []
  })
  if (boxes.length === 0) return undefined
  const side = (at: 0 | 1 | 2 | 3, choose: (...values: number[]) => number) => choose(...boxes.map((box) => box[at]))
  return extentOf(side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
