import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDate, formatNumber, formatValue, french, loadLocale } from '../../src/locale/index.js'
import { troubleWordsOf } from '../../src/locale/trouble-words.js'
import type { Field } from '../../src/data/schema.js'

/** No-break and narrow no-break spaces made visible. */
const show = (text: string) => text.replaceAll('\u00a0', '_').replaceAll('\u202f', '~')
const number: Field = { name: 'montant', type: 'number' }
const en = await loadLocale('en')
const de = await loadLocale('de')
const time = Date.UTC(2024, 2, 5, 14, 30)

test('numbers are written as the language wants', () => {
  assert.equal(show(formatValue(1234567.891, number, french)), '1~234~567,89')
  assert.equal(formatValue(1234567.891, number, en), '1,234,567.89')
  assert.equal(formatValue(1234567.891, number, de), '1.234.567,89')
  assert.equal(formatValue(-5, number, french), '-5')
  assert.equal(formatValue(0.00123, number, french), '0,0012')
  assert.equal(formatValue(0, number, french), '0')
})

test('nobody writes -0', async () => {
  for (const locale of [french, en, de]) assert.deepEqual([formatNumber(-0, locale), formatNumber(-0, locale, { digits: 1, sign: true }), formatNumber(-0, locale, { exact: true })], ['0', formatNumber(0, locale, { digits: 1 }), '0'])
})

test('numbers that no digits can say are written with a power of ten', () => {
  assert.equal(show(formatValue(1e300, number, french)), '1_×_10³⁰⁰')
  assert.equal(show(formatValue(-1.5e21, { ...number, unit: '€' }, french, { exact: true })), '-1,5_×_10²¹_€')
  assert.equal(show(formatValue(2.5e-12, number, en)), '2.5_×_10⁻¹²')
  assert.equal(show(formatValue(1.2e18, number, french, { compact: true })), '1,2_×_10¹⁸')
  assert.equal(show(formatValue(4e-7, number, de, { compact: true })), '4_×_10⁻⁷')
  assert.equal(show(formatValue(1e20, number, french)), '100~000~000~000~000~000~000')
  assert.equal(formatValue(2e-9, number, french), '0,000000002')
})

test('thousands of thousands of euros are written out', () => {
  const short = (unit: string) => show(formatValue(125_000, { ...number, unit }, french, { compact: true }))
  assert.deepEqual([short('€'), short('k€'), short('MWh'), short('km')], ['125_k€', '125~000_k€', '125~000_MWh', '125_k_km'])
})

test('units stand where the language puts them', () => {
  const euro = { ...number, unit: '€' }
  const percent = { ...number, unit: '%' }
  assert.equal(show(formatValue(1500, euro, french)), '1~500_€')
  assert.equal(formatValue(1500, euro, en), '€1,500')
  assert.equal(formatValue(-1500, euro, en), '-€1,500')
  assert.equal(show(formatValue(1500, euro, de)), '1.500_€')
  assert.equal(show(formatValue(12.5, percent, french)), '12,5~%')
  assert.equal(formatValue(12.5, percent, en), '12.5%')
  assert.equal(show(formatValue(12.5, percent, de)), '12,5_%')
  assert.equal(show(formatValue(3, { ...number, unit: 'hab.' }, french)), '3_hab.')
  assert.equal(formatValue(3, { ...number, unit: '€' }, french, { unit: false }), '3')
})

test('the short form of big numbers', () => {
  assert.equal(show(formatNumber(1_200_000, french, { compact: true }, '€')), '1,2_M€')
  assert.equal(formatNumber(1_200_000, en, { compact: true }, '€'), '€1.2m') // British English writes a small m
  assert.equal(show(formatNumber(1_200_000, de, { compact: true }, '€')), '1,2_Mio._€')
  assert.equal(show(formatNumber(1_163_810, french, { compact: true })), '1,16_M')
  // "Bn" is no word of French readers, and "bn" a thousandth of it.
  assert.equal(show(formatNumber(3_228_400_000_000, french, { compact: true }, '€')), '3~228_Md€')
  for (const locale of [french, { ...french, tag: 'fr-CH' }]) {
    for (const value of [999_600_000_000, 1e12, -12e12]) assert.match(formatNumber(value, locale, { compact: true, sign: true }), /^[+−-]\d+\D000\u00a0Md$/, `${value} in ${locale.tag}`)
  }
  assert.equal(formatNumber(2e12, en, { compact: true }), '2tn')
  assert.equal(formatNumber(950, french, { compact: true }), '950')
  // German has no short word for thousands: three digits and noughts would pass for the number itself.
  assert.deepEqual([1234, -123_456, 12_345.6, 999_999.4, 1_234_567].map((value) => show(formatNumber(value, de, { compact: true }))), ['1.234', '-123.456', '12.346', '999.999', '1,23_Mio.'])
})

test('digits fixed by the author, and signs', () => {
  assert.equal(formatNumber(2, french, { digits: 1 }), '2,0')
  assert.equal(formatNumber(2.5, french, { sign: true }), '+2,5')
  assert.equal(formatNumber(0, french, { sign: true }), '0')
})

test('every digit that was published, when asked', () => {
  assert.equal(formatValue(48.583912, number, french, { exact: true }), '48,583912')
})

test('years are never grouped', () => {
  assert.equal(formatValue(2024, { name: 'annee', type: 'number' }, french), '2024')
  assert.equal(formatValue(2024, { name: 'y', type: 'number', timeUnit: 'year' }, french), '2024')
  assert.equal(show(formatValue(2024, { name: 'population', type: 'number' }, french)), '2~024')
})

test('parts of dates have names', () => {
  const part = (timeUnit: Field['timeUnit'] & string): Field => ({ name: 'x', type: 'number', timeUnit })
  assert.equal(formatValue(3, part('month'), french), 'mars')
  assert.equal(formatValue(3, part('month'), de), 'März')
  assert.equal(formatValue(1, part('day'), french), 'lundi')
  assert.equal(formatValue(7, part('day'), en), 'Sunday')
  assert.equal(formatValue(1, part('quarter'), french), '1er trimestre')
  assert.equal(formatValue(9, part('week'), de), 'Woche 9')
})

test('dates are as fine as they are known', () => {
  assert.equal(formatDate(time, { precision: 'year' }, french), '2024')
  assert.equal(formatDate(time, { precision: 'quarter' }, french), '1er trimestre 2024')
  assert.equal(formatDate(time, { precision: 'month' }, french), 'mars 2024')
  assert.equal(formatDate(time, { precision: 'week' }, french), 'semaine 10 2024')
  assert.equal(formatDate(time, { precision: 'day' }, french), '5 mars 2024')
  assert.equal(formatDate(Date.UTC(2026, 0, 1), { precision: 'day' }, french), '1er janvier 2026')
  assert.equal(formatDate(Date.UTC(2026, 0, 11), { precision: 'day' }, french), '11 janvier 2026')
  assert.equal(formatDate(time, { precision: 'day' }, en), '5 March 2024')
  assert.equal(formatDate(time, { precision: 'day' }, de), '5. März 2024')
  assert.match(formatDate(time, { precision: 'time' }, french), /^5 mars 2024.*14:30$/)
  assert.equal(formatDate(Number.NaN, {}, french), '—')
})

test('numbers that tell things apart are not grouped in thousands', () => {
  const written = (name: string, value = 200035210) => show(formatValue(value, { name, type: 'number' }, french))
  for (const name of ['code_epci', 'OBJECTID', 'id', 'id_station', 'code postal', 'CODE INSEE']) assert.equal(written(name), '200035210', name)
  for (const name of ['population', 'montant', 'distinct(siren)', 'count()', 'valeur', 'decode', 'idées']) assert.equal(written(name), '200~035~210', name)
  assert.equal(written('exercice', 2024), '2024')
})

test('moments within one minute are told apart', () => {
  const of = (locale: typeof en) => formatDate(time + 5000, { precision: 'time' }, locale)
  assert.match(of(french), /14:30:05$/)
  assert.match(of(en), /14:30:05$/)
  assert.match(of(de), /14:30:05$/)
})

test('a part that is not all is never written as all, nor one that is not nothing as nothing', () => {
  const digits = (value: number, options: object, locale = french) => show(formatNumber(value, locale, options, '%'))
  assert.deepEqual([99.95, 99.999, 0.04, -0.04, 100.04, 0, 100].map((value) => digits(value, { digits: 1 })), ['99,95~%', '99,999~%', '0,04~%', '-0,04~%', '100,04~%', '0,0~%', '100,0~%'])
  assert.deepEqual([99.6, 0.4, 50.4].map((value) => digits(value, { digits: 0 })), ['99,6~%', '0,4~%', '50~%'])
  assert.deepEqual([digits(99.9996, {}), digits(99.9996, { compact: true }), digits(99.996, {}, en), digits(99.996, {}, de)], ['99,9996~%', '99,9996~%', '99.996%', '99,996_%'])
  assert.equal(digits(0.04, { digits: 1, sign: true }), '+0,04~%')
  // Three tenths of a double are none: 0.1 + 0.2 + 0.7 is all.
  assert.equal(digits((0.1 + 0.2 + 0.7) * 100 - 1e-13, { digits: 1 }), '100,0~%')
  assert.equal(show(formatNumber(99.95, french, { digits: 1 }, 'hab.')), '100,0_hab.')
})

test('weeks follow ISO 8601 around the new year', () => {
  assert.equal(formatDate(Date.UTC(2021, 0, 3), { precision: 'week' }, french), 'semaine 53 2020')
  assert.equal(formatDate(Date.UTC(2024, 11, 30), { precision: 'week' }, french), 'semaine 1 2025')
})

test('missing values, booleans, text and geometries', () => {
  assert.equal(formatValue(null, number, french), '—')
  assert.equal(formatValue(true, { name: 'b', type: 'boolean' }, french), 'oui')
  assert.equal(formatValue(false, { name: 'b', type: 'boolean' }, de), 'nein')
  assert.equal(formatValue('01001', { name: 'insee', type: 'string' }, french), '01001')
  assert.equal(formatValue({ type: 'Point', coordinates: [0, 0] }, { name: 'g', type: 'geometry' }, french), 'géométrie')
})

test('languages: region kept, unknown ones French', async () => {
  assert.equal((await loadLocale('de-CH')).tag, 'de-CH')
  assert.equal((await loadLocale('en')).tag, 'en-GB')
  assert.equal((await loadLocale('fr-BE')).tag, 'fr-BE')
  assert.equal((await loadLocale('br')).language, 'fr')
  assert.equal((await loadLocale('')).language, 'fr')
  assert.equal((await loadLocale('en-x_!!')).language, 'en')
})

test('plurals and partial results in words', () => {
  assert.equal(french.messages.tableSummary(1, 2), 'Tableau de 1 ligne et 2 colonnes.')
  assert.equal(french.messages.tableSummary(5115, 3), 'Tableau de 5\u202f115 lignes et 3 colonnes.')
  assert.equal(troubleWordsOf(french).partial('10 000', '52 310'), 'Résultat partiel\u00a0: 10 000 lignes sur 52 310.')
  assert.equal(troubleWordsOf(en).partial('10,000', undefined), 'Partial result: only 10,000 rows.')
})
