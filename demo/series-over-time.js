import { readFile } from 'node:fs/promises'

// The package exports its code alone: its files are read from its folder.
const folder = new URL('../node_modules/vega-datasets/data/', import.meta.url)
const read = (name) => readFile(new URL(name, folder), 'utf8')
const readJson = async (name) => JSON.parse(await read(name))

/** Rows of a CSV without quotes, as these files are. */
async function readCsv(name) {
  const [head, ...lines] = (await read(name)).trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])))
}

const skies = { drizzle: 'bruine', rain: 'pluie', sun: 'soleil', snow: 'neige', fog: 'brouillard' }
const powers = { 'Fossil Fuels': 'Énergies fossiles', 'Nuclear Energy': 'Nucléaire', Renewables: 'Renouvelables' }
const sectors = {
  Government: 'Administration', 'Mining and Extraction': 'Mines et extraction', Construction: 'Construction', Manufacturing: 'Industrie',
  'Wholesale and Retail Trade': 'Commerce', 'Transportation and Utilities': 'Transports et énergie', Information: 'Information',
  Finance: 'Finance', 'Business services': 'Services aux entreprises', 'Education and Health': 'Éducation et santé',
  'Leisure and hospitality': 'Loisirs et hôtellerie', Other: 'Autres services', Agriculture: 'Agriculture', 'Self-employed': 'Indépendants',
}
const continents = ['Asie du Sud', 'Europe et Asie centrale', 'Afrique', 'Amériques', 'Asie de l’Est et Pacifique', 'Moyen-Orient et Afrique du Nord']

/** Decimal comma, as the rest of the demo's files. */
const comma = (value) => String(value).replace('.', ',')

/** The rows of each file. */
export async function seriesOverTime() {
  const [weather, power, unemployed, people, countries, jobs, co2] = await Promise.all([
    readCsv('seattle-weather.csv'), readCsv('iowa-electricity.csv'), readJson('unemployment-across-industries.json'), readJson('population.json'),
    readJson('gapminder.json'), readCsv('us-employment.csv'), readCsv('co2-concentration.csv'),
  ])
  return {
    'meteo-seattle.csv': weather.map((day) => ({
      date: day.date, precipitations: comma(day.precipitation), temp_max: comma(day.temp_max), temp_min: comma(day.temp_min), vent: comma(day.wind), temps: skies[day.weather],
    })),
    'electricite-iowa.csv': power.map(({ year, source, net_generation }) => ({ annee: year.slice(0, 4), source: powers[source], production: net_generation })),
    'chomage-etats-unis.csv': unemployed.map(({ series, date, count, rate }) => ({ mois: date.slice(0, 10), secteur: sectors[series], chomeurs: count * 1000, taux: comma(rate) })),
    'population-etats-unis.csv': people.map(({ year, age, sex, people: habitants }) => ({ annee: year, age, sexe: sex === 1 ? 'Hommes' : 'Femmes', habitants })),
    'pays.csv': countries.map(({ year, country, cluster, pop, life_expect, fertility }) => ({
      annee: year, pays: country, continent: continents[cluster], population: pop, esperance_de_vie: comma(life_expect), fecondite: comma(fertility),
    })),
    'emploi-etats-unis.csv': jobs.map(({ month, nonfarm, nonfarm_change }) => ({ mois: month, emplois: nonfarm * 1000, variation: nonfarm_change * 1000 })),
    'co2-mauna-loa.csv': co2.map((month) => ({ mois: month.Date, co2: comma(month.CO2) })),
  }
}
