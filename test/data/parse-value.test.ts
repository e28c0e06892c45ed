import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMissing, parseBoolean, parseNumber, readings, readsComma, readsPoint, splitUnit, wholeNumber } from '../../src/data/parse-value.js'
import { parseDate } from '../../src/data/parse-date.js'

const marks = (text: string) => {
  const ways = readings(text)
  return `${ways & readsPoint ? '.' : ''}${ways & readsComma ? ',' : ''}`
}

test('readings: with which decimal mark a cell is a number', () => {
  const expected: Record<string, string> = {
    '12': '.,', '-3': '.,', '+4': '.,', '−5': '.,', '0': '.,', '1.5': '.', '1,5': ',', '0,123': ',', '.5': '.', ',5': ',',
    '1,234': '.,', '1.234': '.,', '1,234.5': '.', '1.234,5': ',', '1 234': '.,', '1 234,5': ',', '1 234 567.8': '.', '1,234,567': '.',
    '1e3': '.,', '1,2E+05': ',', '45.656599999999997': '.', '999999999999999': '.,', '9007199254740991': '.,',
    '- 5': '.,', '-   1 234,50': ',', '– 0,5': ',', '−\u00a012': '.,',
  }
  for (const [text, decimals] of Object.entries(expected)) assert.equal(marks(text), decimals, text)
  assert.equal(marks('1\u00a0234'), '.,')
  assert.equal(marks('1\u202f234,5'), ',')
})

test('readings: what is no number', () => {
  const none = ['', '01', '007', '00,5', '12345678901234567', '2A', '1 23', '12 34', '02 96 80 00 80', '1.2.3', '1,2,3', '(5)', '<1', '1-2', '1 234 5', 'abc', '12:30', '12a', 'Infinity', 'NaN', '0x10', '1_000', '--1', '- 1 23', '+ 5', '- 5 - 6', '-', '- ']
  for (const text of none) assert.equal(readings(text), 0, text)
})

test('wholeNumber: what it reads at once is what the slow way reads, all else is left to that', () => {
  for (const text of ['0', '7', '12', '2024', '999999999999999', '100000000000000']) {
    assert.equal(wholeNumber(text), parseNumber(text, '.'), text)
    assert.equal(wholeNumber(text), parseNumber(text, ','), text)
    assert.equal(marks(text), '.,', text)
    assert.deepEqual(splitUnit(text), [text, undefined])
    assert.equal(isMissing(text), false)
  }
  for (const text of ['', '00', '01', '007', '1000000000000000', '-3', '+4', '1.5', '1 234', ' 12', '12 ', '1e3', '٣', '½', 'NC', '12 €']) assert.equal(wholeNumber(text), undefined, text)
})

test('parseNumber', () => {
  assert.equal(parseNumber('1 234,50', ','), 1234.5)
  assert.equal(parseNumber('1.234,50', ','), 1234.5)
  assert.equal(parseNumber('1,234.50', '.'), 1234.5)
  assert.equal(parseNumber('1,234', '.'), 1234)
  assert.equal(parseNumber('1,234', ','), 1.234)
  assert.equal(parseNumber('−0,5', ','), -0.5)
  assert.equal(parseNumber('-   1 234,50', ','), -1234.5)
  assert.ok(Object.is(parseNumber('-0', '.'), 0))
  assert.equal(parseNumber('1,5', '.'), undefined)
  assert.equal(parseNumber('1e999', '.'), undefined)
})

test('splitUnit: signs glued or apart, words apart only', () => {
  assert.deepEqual(splitUnit('12 %'), ['12', '%'])
  assert.deepEqual(splitUnit('12,5%'), ['12,5', '%'])
  assert.deepEqual(splitUnit('1 200\u00a0€'), ['1 200', '€'])
  assert.deepEqual(splitUnit('€ 5'), ['5', '€'])
  assert.deepEqual([splitUnit('-$3.25'), splitUnit('- 5 €'), splitUnit('−€5')], [['-3.25', '$'], ['- 5', '€'], ['−5', '€']])
  assert.deepEqual([splitUnit('-   €'), splitUnit('– k€'), splitUnit('$\u00a0-'), splitUnit('-'), splitUnit('- km')], [['0', '€'], ['0', 'k€'], ['0', '$'], ['-', undefined], ['- km', undefined]])
  assert.deepEqual(splitUnit('30 km'), ['30', 'km'])
  assert.deepEqual(splitUnit('30 EUR'), ['30', '€'])
  for (const text of ['2A', '12m', '3N', '12 rue', '5 Md', '12']) assert.deepEqual(splitUnit(text), [text, undefined], text)
})

test('parseBoolean and isMissing', () => {
  assert.deepEqual(['Oui', 'NON', 'vrai', 'False', 'yes', 'nein'].map(parseBoolean), [true, false, true, false, true, false])
  assert.deepEqual(['0', '1', 'o', 'peut-être', ''].map(parseBoolean), Array(5).fill(undefined))
  for (const text of ['', 'NA', 'n/a', 'NC', 'nd', 's', 'n.s.', 'n. d.', '-', '—', ':', '/', 'null']) assert.ok(isMissing(text), text)
  for (const text of ['0', 'non', 'sans objet', 'a']) assert.ok(!isMissing(text), text)
})

const iso = (text: string, rules: Partial<Parameters<typeof parseDate>[1]> = {}) => {
  const date = parseDate(text, { order: 'dmy', compact: false, ...rules })
  return date && `${new Date(date.value).toISOString().slice(0, 16)} ${date.precision}`
}

test('parseDate: as French files write them', () => {
  const expected: Record<string, string> = {
    '2024-01-31': '2024-01-31T00:00 day',
    '2024/01/31': '2024-01-31T00:00 day',
    '2013.01.26': '2013-01-26T00:00 day',
    '31/01/2024': '2024-01-31T00:00 day',
    '1/2/2024': '2024-02-01T00:00 day',
    '31-01-2024': '2024-01-31T00:00 day',
    '31.01.2024': '2024-01-31T00:00 day',
    '31/01/2024 08:30': '2024-01-31T08:30 time',
    '31/01/2024 8h30': '2024-01-31T08:30 time',
    '31/01/2024 23:59:59': '2024-01-31T23:59 time',
    '2024-01-31T08:30:00+05:00': '2024-01-31T08:30 time',
    '2024-01-31T08:30:00Z': '2024-01-31T09:30 time',
    '2024-07-31T22:30:00Z': '2024-08-01T00:30 time',
    '2024-01': '2024-01-01T00:00 month',
    '01/2024': '2024-01-01T00:00 month',
    '2024-T3': '2024-07-01T00:00 quarter',
    'T3 2024': '2024-07-01T00:00 quarter',
    '2024Q1': '2024-01-01T00:00 quarter',
    '2020-S53': '2020-12-28T00:00 week',
    '2024-W01': '2024-01-01T00:00 week',
    'janv. 2024': '2024-01-01T00:00 month',
    'Févr. 2024': '2024-02-01T00:00 month',
    'août\u00a02024': '2024-08-01T00:00 month',
    'juil-24': '2024-07-01T00:00 month',
    'déc-98': '1998-12-01T00:00 month',
    'März 2024': '2024-03-01T00:00 month',
    'May 2024': '2024-05-01T00:00 month',
    '1er janvier 2024': '2024-01-01T00:00 day',
    '12 décembre 2024': '2024-12-12T00:00 day',
    '3. Oktober 2024': '2024-10-03T00:00 day',
  }
  for (const [text, date] of Object.entries(expected)) assert.equal(iso(text), date, text)
})

test('parseDate: compact spellings only where dates are spoken of; days that do not exist never', () => {
  assert.equal(iso('20240131'), undefined)
  assert.equal(iso('20240131', { compact: true }), '2024-01-31T00:00 day')
  assert.equal(iso('20240102 10:20:30', { compact: true }), '2024-01-02T10:20 time')
  assert.equal(iso('202403', { compact: true }), '2024-03-01T00:00 month')
  assert.equal(iso('01-02-13', { compact: true }), '2013-02-01T00:00 day')
  assert.equal(iso('01-02-70', { compact: true }), '1970-02-01T00:00 day')
  for (const text of ['01-02-13', '31/02/2024', '2023-02-29', '32/01/2024', '01/13/2024', '2024-13-01', '12:30', '2024', 'T5 2024', 'janvier', 'jui-24', 'juin 24', 'mardi 2024', '31 juin 2024', '12-janv', '2021-W53', '2024-W00']) {
    assert.equal(iso(text), undefined, text)
  }
  assert.equal(iso('01/13/2024', { order: 'mdy' }), '2024-01-13T00:00 day')
})
