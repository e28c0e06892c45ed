import { plainText } from './opendatasoft-fields.js'
import type { Metadata } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'

/** A text in the languages that a record has it in: by ISO 639-2 code ("fre", "eng", "ger"), the main one as `default`. */
export type Texts = Readonly<Record<string, string>>

/** Where a record says that something can be had. */
export interface RecordLink {
  readonly url: string
  /** "OGC:WFS", "WWW:DOWNLOAD:text/csv"…, free text in fact. */
  readonly protocol: string
  /** Name of the layer or type, or of the file. */
  readonly name?: string
  readonly title?: string
  /** "download", "information"… */
  readonly purpose?: string
  readonly mime?: string
  /** The record says that it is closed to the public. */
  readonly restricted?: boolean
}

/** A metadata record, read from ISO XML or from an answer of the search. Texts are plain, addresses http(s). */
export interface CatalogRecord {
  readonly id: string
  readonly metadata: Metadata
  readonly links: readonly RecordLink[]
}

const codes: Readonly<Record<string, string>> = { fr: 'fre', fra: 'fre', en: 'eng', de: 'ger', deu: 'ger' }

/** "fra", "FR", "fre" → "fre". */
export function languageCode(code: string): string {
  const lower = code.trim().toLowerCase()
  return Object.hasOwn(codes, lower) ? (codes[lower] ?? lower) : lower
}

/** The text in the first of the languages that it is in, else in the record's own; without markup. */
export function textIn(texts: Texts | undefined, languages: readonly string[]): string | undefined {
  if (!texts) return undefined
  const own = (name: string) => (Object.hasOwn(texts, name) ? plainText(texts[name]) : undefined)
  for (const language of [...languages, 'default']) {
    const text = own(language)
    if (text !== undefined) return text
  }
  return plainText(Object.values(texts)[0])
}

/** An address that a page may load or link to; undefined for any other (`javascript:`, relative, ftp…). */
export function webUrl(text: string | undefined): string | undefined {
  const trimmed = (text?.trim() ?? '').replaceAll(' ', '%20')
  if (!/^https?:\/\/[^\s"'<>`\\]+$/i.test(trimmed)) return undefined
  try {
    return new URL(trimmed).href
  } catch {
    return undefined
  }
}

/** A condition of use, with the address of its text. */
export interface Condition {
  readonly text?: string | undefined
  readonly url?: string | undefined
}

const licence = /licen[cs]e|etalab|odbl|open ?data ?commons|creative ?commons|\bcc[ -](by|0)|domaine public|public domain/i
const nothingSaid = /limitationsonpublicaccess|no limitations?|aucune (limitation|restriction)|pas de restriction/i

/** The condition that names a licence, else the first one about use. */
export function licenceOf(conditions: readonly Condition[]): Pick<Metadata, 'licence' | 'licenceUrl'> {
  const said = conditions.filter(({ text, url }) => text !== undefined || url !== undefined)
  const words = ({ text = '', url = '' }: Condition) => `${text} ${url}`
  const chosen = said.find((one) => licence.test(words(one))) ?? said.find((one) => !nothingSaid.test(words(one))) ?? said[0]
  const url = webUrl(chosen?.url)
  const text = plainText(chosen?.text) ?? url
  return { ...(text === undefined ? {} : { licence: text }), ...(url === undefined ? {} : { licenceUrl: url }) }
}

/** The date of the last revision, else of publication, else of creation: ISO 8601. */
export function latestDate(dates: readonly { readonly type: string; readonly date: string }[]): string | undefined {
  for (const type of ['revision', 'publication', 'creation']) {
    const found = dates.filter((one) => one.type === type && /^\d{4}(-\d\d(-\d\d)?)?(T|$)/.test(one.date)).map(({ date }) => date)
    if (found.length > 0) return found.sort().at(-1)
  }
  return undefined
}

/** The box when it is one on earth. */
export function extentOf(west: number, south: number, east: number, north: number): Extent | undefined {
  const sane = west >= -180 && east <= 180 && south >= -90 && north <= 90 && west <= east && south <= north
  return sane ? [west, south, east, north] : undefined
}
