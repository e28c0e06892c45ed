import { DgeError } from '../data/errors.js'
import { extentOf, languageCode, latestDate, licenceOf, textIn, webUrl } from './geonetwork-record.js'
import { plainText } from './opendatasoft-fields.js'
import { attributeOf, childOf, childrenOf, descendantsOf, localName } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Metadata } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { CatalogRecord, Condition, RecordLink, Texts } from './geonetwork-record.js'

/**
 * A record in ISO 19139 or ISO 19115-3, bare or in an answer of CSW: both have the same elements under other prefixes.
 * @throws DgeError `http` for an exception of CSW, `empty` when there is no record
 */
export function readIsoRecord(root: XmlElement, languages: readonly string[], url: string): CatalogRecord {
  if (/ExceptionReport$/.test(root.name)) {
    const said = root.text.replace(/\s+/g, ' ').trim().slice(0, 300)
    throw new DgeError('http', `The catalogue refuses the request: ${said}`, { url, status: 400 })
  }
  const metadata = isRecord(root) ? root : descendantsOf(root, 'MD_Metadata', 'CHE_MD_Metadata')[0]
  if (!metadata) throw new DgeError('empty', `No metadata record in the answer of ${url}`, { url })
  const reader = new IsoReader(metadata, languages)
  return { id: reader.id, metadata: reader.metadata(), links: reader.links() }
}

const isRecord = (element: XmlElement) => /MD_Metadata$/.test(localName(element.name))
const holders = new Set(['CharacterString', 'Anchor', 'URL', 'FileName', 'MimeFileType', 'Date', 'DateTime', 'Decimal'])
/** Whose name readers know best. */
const roles = ['publisher', 'owner', 'custodian', 'resourceProvider', 'distributor', 'pointOfContact']

class IsoReader {
  readonly #root: XmlElement
  readonly #languages: readonly string[]
  /** Identifiers of locales ("FR", "ger") to language codes. */
  readonly #locales = new Map<string, string>()

  constructor(root: XmlElement, languages: readonly string[]) {
    this.#root = root
    this.#languages = languages
    for (const locale of descendantsOf(root, 'PT_Locale')) {
      const code = descendantsOf(locale, 'LanguageCode')[0]?.attributes['codeListValue']
      const id = attributeOf(locale, 'id')
      if (id && code) this.#locales.set(id, languageCode(code))
    }
  }

  get id(): string {
    const old = this.#plain(childOf(this.#root, 'fileIdentifier'))
    return old ?? this.#plain(descendantsOf(childOf(this.#root, 'metadataIdentifier') ?? this.#root, 'code')[0]) ?? ''
  }

  metadata(): Metadata {
    const identification = this.#identification()
    const citation = identification && childrenOf(identification, 'citation').flatMap((one) => childrenOf(one))[0]
    const text = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
    const extent = this.#extent(identification)
    const dates = citation ? this.#dates(citation) : []
    const frequency = identification && descendantsOf(identification, 'MD_MaintenanceFrequencyCode')[0]?.attributes['codeListValue']
    return {
      ...text('title', this.#text(childOf(citation, 'title'))),
      ...text('description', this.#text(childOf(identification, 'abstract'))),
      ...text('publisher', this.#publisher(identification)),
      ...licenceOf(this.#conditions(identification)),
      ...text('modified', latestDate(dates)),
      ...text('created', latestDate(dates.filter(({ type }) => type === 'creation'))),
      ...text('frequency', frequency && frequency !== 'unknown' ? frequency : undefined),
      ...(extent ? { extent } : {}),
    }
  }

  /** Of the distribution; of a service without one, its operations. */
  links(): RecordLink[] {
    const distributions = childrenOf(this.#root, 'distributionInfo').flatMap((one) => descendantsOf(one, 'CI_OnlineResource'))
    const operations = this.#identification() ?? this.#root
    const resources =
      distributions.length > 0 ? distributions : descendantsOf(operations, 'connectPoint').flatMap((one) => childrenOf(one, 'CI_OnlineResource'))
    return resources.flatMap((resource) => this.#link(resource) ?? [])
  }

  #identification(): XmlElement | undefined {
    const info = childOf(this.#root, 'identificationInfo')
    return info && childrenOf(info)[0]
  }

  #link(resource: XmlElement): RecordLink | undefined {
    const url = webUrl(this.#plain(childOf(resource, 'linkage')))
    if (url === undefined) return undefined
    const nameHolder = childOf(resource, 'name')
    const name = plainText(this.#plain(nameHolder))
    const title = this.#text(childOf(resource, 'description')) ?? this.#text(nameHolder)
    const purpose = descendantsOf(resource, 'CI_OnLineFunctionCode')[0]?.attributes['codeListValue']
    const mime = nameHolder && descendantsOf(nameHolder, 'MimeFileType')[0]?.attributes['type']
    return {
      url,
      protocol: this.#plain(childOf(resource, 'protocol')) ?? '',
      ...(name ? { name } : {}),
      ...(title ? { title } : {}),
      ...(purpose ? { purpose } : {}),
      ...(mime ? { mime } : {}),
    }
  }

  #publisher(identification: XmlElement | undefined): string | undefined {
    const contacts = [identification, this.#root].flatMap((at) =>
      at ? childrenOf(at).filter(({ name }) => /^(pointOfContact|contact)$/.test(localName(name))) : []
    )
    const named = contacts.flatMap((contact) => {
      const organisation = descendantsOf(contact, 'organisationName')[0] ?? childOf(descendantsOf(contact, 'CI_Organisation')[0], 'name')
      const name = this.#text(organisation)
      const role = descendantsOf(contact, 'CI_RoleCode')[0]?.attributes['codeListValue'] ?? ''
      return name === undefined ? [] : [{ name, rank: (roles.indexOf(role) + roles.length + 1) % (roles.length + 1) }]
    })
    return named.sort((a, b) => a.rank - b.rank)[0]?.name
  }

  #conditions(identification: XmlElement | undefined): Condition[] {
    const constraints = identification ? childrenOf(identification, 'resourceConstraints') : []
    return constraints.flatMap((one) => descendantsOf(one, 'otherConstraints', 'useLimitation')).map((element) => {
      const anchor = descendantsOf(element, 'Anchor')[0]
      return { text: this.#text(element), url: anchor && attributeOf(anchor, 'href') }
    })
  }

  #dates(citation: XmlElement): { type: string; date: string }[] {
    return descendantsOf(citation, 'CI_Date').map((one) => ({
      date: this.#plain(childOf(one, 'date')) ?? '',
      type: descendantsOf(one, 'CI_DateTypeCode')[0]?.attributes['codeListValue'] ?? '',
    }))
  }

  #extent(identification: XmlElement | undefined): Extent | undefined {
    const box = identification && descendantsOf(identification, 'EX_GeographicBoundingBox')[0]
    if (!box) return undefined
    const side = (name: string) => Number(this.#plain(childOf(box, name)) ?? NaN)
    return extentOf(side('westBoundLongitude'), side('southBoundLatitude'), side('eastBoundLongitude'), side('northBoundLatitude'))
  }

  /** The value of an element in the record's main language. */
  #plain(element: XmlElement | undefined): string | undefined {
    const holder = element && childrenOf(element).find(({ name }) => holders.has(localName(name)))
    return holder ? holder.text.trim() || undefined : element && childrenOf(element).length === 0 ? element.text.trim() || undefined : undefined
  }

  /** The value in the reader's language. */
  #text(element: XmlElement | undefined): string | undefined {
    if (!element) return undefined
    const texts: [string, string][] = []
    const main = this.#plain(element)
    if (main !== undefined) texts.push(['default', main])
    for (const one of descendantsOf(element, 'LocalisedCharacterString')) {
      const id = one.attributes['locale']?.replace(/^#/, '') ?? ''
      if (one.text.trim() !== '') texts.push([this.#locales.get(id) ?? languageCode(id), one.text.trim()])
    }
    const language = childOf(this.#root, 'language') ?? childOf(this.#root, 'defaultLocale')
    const code = language && (descendantsOf(language, 'LanguageCode')[0]?.attributes['codeListValue'] ?? this.#plain(language))
    if (main !== undefined && code) texts.push([languageCode(code), main])
    return textIn(Object.fromEntries(texts) as Texts, this.#languages)
  }
}
