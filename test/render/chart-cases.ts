import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareData } from '../../demo/prepare-data.js'
import { chartTypeNames } from '../../src/charts/all-types.js'
import * as drafting from '../../src/charts/whole-drafts.js'
import { darkTheme, isLight, lightTheme, loadWords, makePicture, termsOf } from '../../src/charts/index.js'
import { chartTypeOf } from '../../src/charts/registry.js'
import { readEncoding } from '../../src/charts/read-encoding.js'
import { touchesOf } from '../../src/charts/touches-of.js'
import { typeOf } from '../../src/displays/chart-query.js'
import { execute } from '../../src/data/engine.js'
import { parseTerms, toQuery } from '../../src/data/shorthand.js'
import { rowAt, tableFromRows } from '../../src/data/table.js'
import { loadLocale } from '../../src/locale/index.js'
import type { FeatureCollection } from 'geojson'
import type { ChartSpec } from '../../src/charts/chart-type.js'
import type { EncodingText, TouchText } from '../../src/charts/index.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'
import type { Locale } from '../../src/locale/index.js'

export interface ChartCase {
  /** What an author would have to write to get it. */
  readonly name: string
  readonly spec: ChartSpec
  readonly rows: readonly object[]
  /** What its type says of it (`isLight`). */
  readonly light: boolean
  readonly plain: boolean
  /** Of a plain chart: what its type makes of it with all its code. */
  readonly whole?: { readonly spec: ChartSpec; readonly rows: readonly object[] }
}

/** Numbers between 0 and 1 that depend on the seed alone (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const require = createRequire(import.meta.url)
interface Commune { nom: string; type: string; departement: string; region: string; population?: number; zone: string; rangChefLieu?: number }

/** Municipalities as published (INSEE, DGCL), and a table with a date made of them: populations by month, with gaps. */
function datasets(random: () => number): readonly { readonly schema: Schema; readonly rows: readonly Row[]; readonly categories: readonly string[]; readonly numbers: readonly string[]; readonly dates: readonly string[] }[] {
  const all = (require('@etalab/decoupage-administratif/data/communes.json') as Commune[]).filter(({ type }) => type === 'commune-actuelle')
  const chosen = Array.from({ length: 400 }, () => all[Math.floor(random() * all.length)] as Commune)
  const communes = chosen.map((each): Row => ({ nom: each.nom, departement: each.departement, region: each.region, zone: each.zone, chef_lieu: (each.rangChefLieu ?? 0) > 0, population: each.population ?? null, logements: Math.round((each.population ?? 0) * (0.4 + 0.2 * random())), ecart: Math.round((random() - 0.5) * (each.population ?? 0)) }))
  const parts = ['Eau', 'Assainissement', 'Voirie et éclairage', 'Écoles']
  const months = Array.from({ length: 30 }, (_, at) => Date.UTC(2021, at, 1))
  const budget = chosen.slice(0, 12).flatMap((each) => months.filter(() => random() > 0.1).map((date, at): Row => ({
    mois: date, annee: new Date(date).getUTCFullYear(), poste: parts[at % 4] ?? '', commune: each.nom, montant: random() > 0.05 ? Math.round((each.population ?? 50) * random() * 1000) / 10 : null, taux: Math.round(random() * 1000) / 10,
  })))
  return [
    { rows: communes, categories: ['departement', 'region', 'zone', 'chef_lieu', 'nom'], numbers: ['population', 'logements', 'ecart'], dates: [], schema: [
      { name: 'nom', type: 'string', title: 'Commune' }, { name: 'departement', type: 'string', title: 'Département' }, { name: 'region', type: 'string' }, { name: 'zone', type: 'string' }, { name: 'chef_lieu', type: 'boolean', title: 'Chef-lieu' },
      { name: 'population', type: 'number', unit: 'hab.' }, { name: 'logements', type: 'number' }, { name: 'ecart', type: 'number', title: 'Écart' }] },
    { rows: budget, categories: ['poste', 'commune', 'annee'], numbers: ['montant', 'taux'], dates: ['mois', 'year(mois)', 'month(mois)', 'annee'], schema: [
      { name: 'mois', type: 'date', precision: 'month' }, { name: 'annee', type: 'number' }, { name: 'poste', type: 'string', title: 'Poste' }, { name: 'commune', type: 'string' },
      { name: 'montant', type: 'number', unit: '€' }, { name: 'taux', type: 'number', unit: '%' }] },
  ]
}

/** The départements whose outlines ship with the demo, all or some of one part of the country. */
async function areas(): Promise<{ readonly schema: Schema; readonly rows: readonly Row[] }> {
  const file = new URL('../../demo/data/departements.geojson', import.meta.url)
  if (!existsSync(file)) await prepareData()
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection
  const rows = features.map(({ properties, geometry }): Row => ({ ...(properties as Row), contour: geometry }))
  return { rows, schema: [{ name: 'code', type: 'string' }, { name: 'nom', type: 'string' }, { name: 'region', type: 'string' }, { name: 'communes', type: 'number' }, { name: 'population', type: 'number', unit: 'hab.' }, { name: 'contour', type: 'geometry' }] }
}

/** Chart types × data × what authors can write: `count` specifications that the library makes, by seed. */
export async function chartCases(seed: number, count: number, types: readonly string[] = chartTypeNames): Promise<readonly ChartCase[]> {
  const random = randomNumbers(seed)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const maybe = <T>(share: number, value: T): T | undefined => (random() < share ? value : undefined)
  const data = datasets(random)
  const outlines = await areas()
  const locales = await Promise.all(['fr', 'en', 'de'].map((lang) => loadLocale(lang)))
  await Promise.all(locales.map(loadWords))
  const cases: ChartCase[] = []
  for (let turn = 0; cases.length < count && turn < count * 20; turn++) {
    const { schema: fields, rows: all, categories, numbers, dates } = one(data)
    const type = one(types)
    // Maps are the slowest to draw with Vega: one in four of those that come up.
    if (type === 'choropleth' && types.length > 1 && random() < 0.75) continue
    const [schema, rows] = type === 'choropleth' ? [outlines.schema, outlines.rows.filter(() => random() > 0.1)] : [fields, all]
    const measure = () => one([...numbers.map((name) => `${one(['sum', 'mean', 'max', 'median'])}(${name})`), 'count()'])
    const dimension = () => one(random() < 0.5 && dates.length ? dates : categories)
    const isMeasure = (text: string) => text.includes('(') && !dates.includes(text)
    const points = type === 'point' || type === 'dot'
    const [x, y] = type === 'box' ? [dimension(), one(numbers)] : points && random() < 0.6 ? [one(numbers), one(numbers)] : random() < 0.75 ? [dimension(), measure()] : [measure(), dimension()]
    const text: Record<string, string | undefined> = type === 'heatmap' ? { x: dimension(), y: dimension(), color: measure() }
      : type === 'choropleth' ? { color: one(['population', 'communes', 'population / communes']), text: maybe(0.5, 'nom') }
      : type === 'sankey' ? (random() < 0.5 ? { x: one(categories), y: one(categories), size: measure() } : { color: `${one(categories)}, ${one(categories)}`, size: measure() })
      : type === 'combo' ? { x: dimension(), y: `${measure()}, ${measure()}` }
      : type === 'arc' ? { color: one(categories), theta: measure() }
      : { x, y: random() < 0.12 && !points && isMeasure(y) ? `${y}, ${measure()}` : y, color: maybe(0.4, one(random() < 0.2 && points ? numbers : categories)), size: points ? maybe(0.3, one(numbers)) : undefined }
    const touches: TouchText = {
      stack: maybe(0.3, one(['zero', 'normalize', 'none'])), labels: maybe(0.3, one(['all', 'none'])), legend: maybe(0.25, one(['none', 'top', 'right', 'bottom'])),
      curve: maybe(0.2, one(['step', 'smooth'])), scale: maybe(0.15, one(['log', 'sqrt', 'symlog'])), format: maybe(0.2, one(['compact', 'full', '2'])), sort: maybe(0.2, one(['name', '-name', 'value', 'data'])),
      trend: maybe(0.2, one(['linear', 'loess'])), palette: maybe(0.15, one(['blues', 'red, green, #0055a4'])),
      highlight: maybe(0.15, 'Eau, Grand Est, Voirie et éclairage, 67, 2022'), colors: maybe(0.1, 'Eau: #b3263a, Bretagne: teal, 2021: rgb(10, 20, 30)'), // One line: Vega-Lite cannot join the titles of what is put behind and before the marks.
      ...(type === 'choropleth' ? { classes: maybe(0.4, one([3, 7])), method: maybe(0.3, one(['equal', 'jenks'])), breaks: maybe(0.1, '100, 100000') } : {}),
      ...one<TouchText>([...Array<TouchText>(8).fill({}), { target: '1000 as Objectif' }, { annotations: one(['y=100 as Objectif', 'x=2022 as Un an', 'x=Eau']) }]),
    }
    const look = { width: Math.round(280 + random() * 620), height: Math.round(200 + random() * 300), dark: random() < 0.4, limit: maybe(0.3, Math.ceil(random() * 20)), order: maybe(0.2, one(['largest', 'smallest', 'data'] as const)), locale: one(locales) }
    const made = await makeCase(type, { schema, rows: maybe(0.1, rows.slice(0, 5)) ?? rows }, text, touches, look)
    if (made) cases.push(made)
  }
  return cases
}

interface Size { readonly width: number; readonly height: number; readonly dark: boolean; readonly limit: number | undefined; readonly order: 'largest' | 'smallest' | 'data' | undefined; readonly locale: Locale }

/** Undefined for what an author would be told to write otherwise. */
async function makeCase(name: string, { schema, rows }: { schema: Schema; rows: readonly Row[] }, text: EncodingText, written: TouchText, size: Size): Promise<ChartCase | undefined> {
  const { width, height, dark, limit, order, locale } = size
  try {
    const type = await typeOf({ type: name, ...text, ...written })
    if (!type) return undefined
    const table = tableFromRows(schema, rows)
    const ask = async (terms: Parameters<typeof toQuery>[0]) => rowAt(execute(toQuery(terms, {}, schema), table), 0)
    const encoding = await readEncoding(text, type, { schema, parse: (term) => parseTerms(term, schema), ask, canAsk: true, computes: () => false })
    const touches = await touchesOf(written)
    const answer = execute(toQuery(termsOf(encoding), {}, schema), table)
    const picture = makePicture(answer, encoding, { drafting, type, locale, touches, limit, order })
    const look = { theme: dark ? darkTheme : lightTheme, locale, touches, width, height }
    const whole = await chartTypeOf(name)
    const wholePicture = makePicture(answer, encoding, { drafting, type: whole, locale, touches, limit, order })
    const attributes = Object.entries({ ...text, ...written, limit, order, width, height, lang: locale.language }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}="${value}"`]))
    return {
      name: `${name} ${attributes.join(' ')}`, spec: type.spec(picture, look), rows: picture.rows, light: isLight(type, picture), plain: type.isPlain?.(picture) === true,
      ...(whole === type ? {} : { whole: { spec: whole.spec(wholePicture, look), rows: wholePicture.rows } }),
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'DgeError') return undefined
    throw error
  }
}
