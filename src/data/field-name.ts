import { foldText, isAscii } from './text.js'

/** Where a word ends within letters and digits, and what stands between words. */
const asciiWords = [/([a-z]|\d)([A-Z])/g, /[^a-z\d]+/] as const
const anyWords = [/(\p{Ll}|\d)(\p{Lu})/gu, /[^\p{L}\d]+/u] as const

/** Words of a column's name: "NumDep_2014" → num, dep, 2014. */
function wordsOf(name: string): string[] {
  const [camel, between] = isAscii(name) ? asciiWords : anyWords
  return foldText(name.replace(camel, '$1 $2')).split(between).filter(Boolean)
}

const codes = new Set(
  ('code codes cod cd insee cp codepostal codepos postcode postal zip zipcode siren siret nic naf ape rna uai finess iris nuts ' +
    'tel telephone phone fax mobile portable gsm depcom codgeo comcode codecommune codeinsee ean gtin isbn matricule rcs').split(' ')
)
const amounts = new Set(
  ('nombre nb nbre nbr effectif total part taux tx pct pourcentage pop population montant mt somme volume surface superficie ' +
    'prix cout valeur moyenne moy mediane densite duree distance indice ratio').split(' ')
)
const places = 'dep|dept|departement|reg|region|com|commune|epci|canton|arrondissement|ept|bassin|zone|iris|quartier'
const numbered = new RegExp(`^(n|no|num|numero|id|code?|cd)?(insee|postal|post|pos|${places})(insee|commune|num|no|code?|cd|id)?$`)

/** True for names of quantities: nombre de communes, montant, Valeur foncière… */
export function isAmountName(name: string): boolean {
  return wordsOf(name).some((word) => amounts.has(word))
}

/**
 * True for names of columns whose digits are no quantity but a code: code_insee, cp, siren, telephone, NUMDEP, dep… Never
 * for names that speak of an amount ("nombre de communes").
 */
export function isCodeName(name: string): boolean {
  const words = wordsOf(name)
  if (isAmountName(name)) return false
  if (words.some((word) => codes.has(word))) return true
  const joined = words.filter((word) => !/^(de|du|des|la|le|l|d|\d{2,4})$/.test(word)).join('')
  if (numbered.test(joined)) return true
  // cdinseecommune, codcom, codepostal in one word
  return words.some((word) => /^(cd|cod|code)(insee|post|pos|com|dep|reg|epci|iris|dpt|commune|region|departement)/.test(word))
}

const years = new Set('annee annees an year years millesime jahr exercice rentree campagne'.split(' '))

/** True for names of columns of years: annee, ANNEE_REF, millesime, rentree_scolaire… */
export function isYearName(name: string): boolean {
  const words = wordsOf(name)
  return words.some((word) => years.has(word) || /^(annee|year)/.test(word)) && !words.some((word) => amounts.has(word))
}

const dates = new Set('date dates datum jour day mois month anmois maj periode period dt datetime horodatage timestamp'.split(' '))

/** True for names of columns of dates: date_maj, periode, mois… */
export function isDateName(name: string): boolean {
  return wordsOf(name).some((word) => dates.has(word) || /^(date|dat)(?!a|um)/.test(word) || /date$/.test(word))
}

/** What part of a place a column holds, and the words that go with it (equal in the other column of the pair). */
export interface CoordinateName {
  readonly axis: 'lon' | 'lat' | 'x' | 'y'
  readonly rest: string
}

/** Reads names as latitude, Xlong, coord_y, X_L93; undefined for any other. */
export function coordinateName(name: string): CoordinateName | undefined {
  const words = wordsOf(name)
  const axes: [axis: CoordinateName['axis'], pattern: RegExp][] = [
    ['lat', /^(y?lat|latitude|ylatitude|geolat)$/],
    ['lon', /^(x?lon|x?long|x?lng|longitude|xlongitude|geolon)$/],
    ['x', /^(x|coordx|xcoord|xl93|easting|coordonneex)$/],
    ['y', /^(y|coordy|ycoord|yl93|northing|coordonneey)$/],
  ]
  for (const [axis, pattern] of axes) {
    const index = words.findIndex((word) => pattern.test(word))
    if (index >= 0) return { axis, rest: words.filter((_, at) => at !== index).join(' ') }
  }
  return undefined
}

/** The name of the column that a label belongs to ("BGT_NATURE_LABEL" → "bgt nature"), or undefined. */
export function labelledName(name: string): string | undefined {
  const words = wordsOf(name)
  const kept = words.filter((word) => !/^(label|libelle|lib|lbl|intitule)$/.test(word))
  return kept.length < words.length && kept.length > 0 ? kept.join(' ') : undefined
}

/** A name as `labelledName` writes it. */
export function plainName(name: string): string {
  return wordsOf(name).join(' ')
}

export const columnUnits = [
  '%', '‰', '€', 'k€', 'M€', 'Md€', '€/m²', '$', '£', 'km', 'km²', 'km2', 'm²', 'm2', 'm³', 'm3', 'ha', 'hab.', 'hab', 'hab/km²', 'hab./km²', '°C',
  'kWh', 'MWh', 'GWh', 'TWh', 'kg', 't', 'tonnes', 'm', 'mm', 'cm', 'min', 'h', 'km/h', 'dB', 'µg/m³', 'µg/m3', 'tCO2e', 'EUR',
]

/** The unit that a header gives in brackets: "Volume (m3)" → "m³", "Part en %" → "%". */
export function unitInName(name: string): string | undefined {
  const written = /[([]\s*(?:en )?([^()[\]]{1,8}?)\s*[)\]]\s*$/i.exec(name)?.[1] ?? /\ben (%|€|k€|M€|euros?)$/i.exec(name)?.[1] ?? /(?:^|\s)(%)(?:$|\s)/.exec(name)?.[1]
  return written === undefined ? undefined : unitOf(written)
}

/** A unit as it is shown, or undefined for no known unit. */
export function unitOf(text: string): string | undefined {
  if (/^(euros?|eur)$/i.test(text)) return '€'
  if (/^p(our)?\s?cent$/i.test(text)) return '%'
  if (!columnUnits.includes(text)) return undefined
  return text.replace(/m2$/, 'm²').replace(/m3$/, 'm³')
}
