import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, failure, noShared, openShared, sum } from './open-file.js'

const nasty = (name: string, body: () => Promise<void>) => test(name, { skip: noShared }, body)
const rows = async (file: string) => (await openShared('csv', `nasty/${file}`)).table.numRows

nasty('bad_separators: a stray comma on line 18', async () => {
  await assert.rejects(rows('bad_separators.csv'), failure('format', /^Line 18: 4 cells where the header has 3 \(v1 \| v \| 2 \| v3\)/))
})

nasty('bal_junk_ascii: nothing wrong but the name', async () => {
  const file = await openShared('csv', 'nasty/bal_junk_ascii.csv')
  assert.deepEqual(file.column('cli'), ['CLI 4', 'CLI 5', 'CLI 1', 'CLI 2', 'CLI 3', 'CLI 6'])
})

nasty('covoiturage_invalide: two spellings of dates, both without doubt', async () => {
  const file = await openShared('csv', 'nasty/covoiturage_invalide.csv')
  assert.deepEqual(file.column('date_maj'), [day('2019-06-25'), day('2019-06-24')])
  assert.deepEqual(file.column('insee'), ['76217', '76000'])
  assert.deepEqual(file.column('horaires'), [true, false])
})

nasty('csv-spectrum', async () => {
  const comma = await openShared('csv', 'nasty/cs_comma_in_quotes.csv')
  assert.deepEqual([comma.column('city'), comma.column('zip')], [['Anytown, WW'], ['08123']])
  assert.deepEqual((await openShared('csv', 'nasty/cs_escaped_quotes.csv')).column('b'), ['ha "ha" ha', '4'])
  assert.deepEqual((await openShared('csv', 'nasty/cs_newlines_crlf.csv')).column('a'), ['1', 'Once upon \na time', '7'])
  assert.deepEqual((await openShared('csv', 'nasty/cs_quotes_and_newlines.csv')).column('b'), ['ha \n"ha" \nha', '4'])
  assert.deepEqual((await openShared('csv', 'nasty/cs_simple_crlf.csv')).column('c'), [3])
  assert.deepEqual((await openShared('csv', 'nasty/cs_utf8.csv')).column('c'), ['3', 'ʤ'])
})

nasty('empty_col: a column without a cell is text', async () => {
  const file = await openShared('csv', 'nasty/empty_col.csv')
  assert.deepEqual(file.types, ['str:string', 'num:number', 'empty:string'])
  assert.deepEqual(file.column('empty'), [null, null, null, null])
})

nasty('frictionless: addresses, time stamps, accents and two-digit years, 9,074 columns', async () => {
  assert.equal(await rows('fr_encoding-issue-274.csv'), 507)
  const stamps = await openShared('csv', 'nasty/fr_issue-277.csv')
  assert.deepEqual([stamps.table.numRows, stamps.table.schema.length], [75, 71])
  // 06:57:34 UTC in August is 08:57:34 on the clocks of France.
  assert.equal(stamps.column('DateEarliest')[0], Date.parse('2016-08-29T08:57:34Z'))
  const hotels = await openShared('csv', 'nasty/fr_table-with-accents.csv')
  assert.equal(hotels.table.numRows, 638)
  assert.deepEqual(hotels.types.slice(2, 5), ['Date:date', 'Année:number year', 'Occupancy rate:number'])
  assert.ok(Math.abs(sum(hotels.column('RevPAR')) - 47425.47026) < 1e-4)
  assert.equal(hotels.column('Date')[637], day('2017-10-01'))
  assert.ok(hotels.column('Quartier').includes('Quartier Européen'))
  const wide = await openShared('csv', 'nasty/fr_wide.csv')
  assert.deepEqual([wide.table.numRows, wide.table.schema.length], [3, 9074])
  assert.equal(wide.table.schema.slice(1).filter(({ name }) => wide.column(name)[0] === true).length, 6390)
})

nasty('invalid: a quote that opens on line 2 meets another one on line 7', async () => {
  await assert.rejects(rows('invalid.csv'), failure('format', /^Line 2, column 10: .* line 7, column 435/))
})

nasty('pp_long_sample: no header at all', async () => {
  const file = await openShared('csv', 'nasty/pp_long_sample.csv')
  assert.equal(file.table.numRows, 8)
  assert.deepEqual(file.types.slice(0, 4), ['colonne_1:string', 'colonne_2:string', 'colonne_3:string', 'colonne_4:date time'])
  // 02:30:31-08:00 keeps its clock.
  assert.equal(file.column('colonne_4')[0], Date.parse('2013-11-23T02:30:31Z'))
  assert.equal(file.column('colonne_1')[0], 'Grant')
})

nasty('pp_malformed: a cell too many on line 3, before the stray quote of line 9', async () => {
  await assert.rejects(rows('pp_malformed.tsv'), failure('format', /^Line 3: 9 cells where the header has 8 \(BTV \|/))
})

nasty('some_quotes: zeros kept, amounts are numbers, milliseconds are days', async () => {
  const file = await openShared('csv', 'nasty/some_quotes.csv')
  assert.equal(file.table.numRows, 1)
  assert.deepEqual(
    ['No disposition', 'Code voie', 'Code postal', 'Code departement', 'Code commune'].map((name) => file.column(name)[0]),
    ['000001', '0283', '56310', '56', '026']
  )
  assert.deepEqual(file.column('Valeur fonciere'), [23000])
  assert.deepEqual(file.column('Date mutation'), [day('2017-10-18')])
})

nasty('split_fail_utf16: UTF-16, a line break of single bytes behind the mark', async () => {
  const file = await openShared('csv', 'nasty/split_fail_utf16.csv')
  assert.equal(file.table.numRows, 20)
  assert.deepEqual(file.types, ['Images:string', 'lat:number', 'long:number', 'geometry:geometry'])
  assert.equal(file.column('lat')[0], 44.8805841)
})

nasty('trailing_seps: an empty ninth cell, compact dates', async () => {
  const file = await openShared('csv', 'nasty/trailing_seps.csv')
  assert.deepEqual([file.table.numRows, file.table.schema.length], [7, 8])
  assert.deepEqual(file.column('Date').slice(0, 4), [day('2024-01-02'), day('2024-01-02'), day('2024-01-02'), day('2024-01-03')])
  assert.equal(sum(file.column('Nombre passagers')), 21)
})

nasty('wkt: a polygon in a cell', async () => {
  const file = await openShared('csv', 'nasty/wkt.csv')
  assert.deepEqual(file.column('geom'), [{ type: 'Polygon', coordinates: [[[100, 0], [101, 0], [101, 1], [100, 1], [100, 0]]] }])
})
