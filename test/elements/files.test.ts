import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { tableFromRows } from '../../src/data/table.js'
import { toCSV } from '../../src/elements/frame/csv.js'
import { toJSON } from '../../src/elements/frame/json.js'
import { fileName } from '../../src/elements/frame/save.js'
import { toXLSX } from '../../src/elements/frame/xlsx.js'
import { loadLocale } from '../../src/locale/index.js'
import { day, openAny } from '../providers/open-file.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'nom', type: 'string', title: 'Commune' },
  { name: 'pop', type: 'number', title: 'Population', unit: 'hab.' },
  { name: 'jour', type: 'date' },
  { name: 'mois', type: 'date', precision: 'month' },
  { name: 'ouvert', type: 'boolean' },
]
const formula = '=HYPERLINK("http://evil.example";"x")'
const table = tableFromRows(schema, [
  { nom: 'Metz; "Moselle"', pop: 1250.5, jour: Date.UTC(2024, 2, 12), mois: Date.UTC(2024, 2, 1), ouvert: true },
  { nom: formula, pop: -3, jour: Date.UTC(1850, 0, 2), mois: Date.UTC(1999, 11, 1), ouvert: false },
  { nom: '01001 & <b>\u0001', pop: null, jour: null, mois: null, ouvert: null },
])
const [french, english, german] = [await loadLocale('fr'), await loadLocale('en'), await loadLocale('de')]
const origin = { data: 'Données', source: 'Source', lines: [['Licence', 'Licence Ouverte 2.0'], ['Titre', '+1']] } as const

describe('files to take away', () => {
  it('CSV: semicolons, byte order mark, decimal comma, ISO dates, quotes doubled', () => {
    assert.equal(
      toCSV(table, french),
      '\ufeffCommune;Population;jour;mois;ouvert\r\n' +
        '"Metz; ""Moselle""";1250,5;2024-03-12;2024-03;oui\r\n' +
        `"'=HYPERLINK(""http://evil.example"";""x"")";-3;1850-01-02;1999-12;non\r\n` +
        '01001 & <b>\u0001;;;;\r\n'
    )
  })

  it('CSV in English and German: as their spreadsheets write it', () => {
    const [, inEnglish] = toCSV(table, english).split('\r\n')
    assert.equal(inEnglish, '"Metz; ""Moselle""",1250.5,2024-03-12,2024-03,yes')
    const [, inGerman] = toCSV(table, german).split('\r\n')
    assert.equal(inGerman, '"Metz; ""Moselle""";1250,5;2024-03-12;2024-03;ja')
    const text = tableFromRows([{ name: 'n', type: 'string' }], [{ n: '1,5' }])
    assert.equal(toCSV(text, english), '\ufeffn\r\n"1,5"\r\n')
  })

  it('quarters and weeks are no days', () => {
    const moments = tableFromRows([{ name: 'q', type: 'date', precision: 'quarter' }, { name: 'w', type: 'date', precision: 'week' }], [
      { q: Date.UTC(2024, 9, 1), w: Date.UTC(2024, 11, 30) }, { q: Date.UTC(2024, 0, 1), w: Date.UTC(2020, 11, 28) },
    ])
    // 30 December 2024 begins the first week of 2025, 28 December 2020 the 53rd of its year.
    assert.deepEqual(toCSV(moments, french).split('\r\n').slice(1, 3), ['2024-Q4;2025-W01', '2024-Q1;2020-W53'])
  })

  it('CSV: no text is a formula, however it is disguised', () => {
    const attacks = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠x']
    const cells = toCSV(tableFromRows([{ name: '=x', type: 'string' }], attacks.map((text) => ({ '=x': text }))), french).slice(1)
    for (const attack of ['=x', ...attacks]) assert.ok(cells.includes(`'${attack}`), JSON.stringify(attack))
  })

  it('JSON: one object per row by names of columns, dates in ISO 8601, whatever the names', () => {
    assert.deepEqual(JSON.parse(toJSON(table)), [
      { nom: 'Metz; "Moselle"', pop: 1250.5, jour: '2024-03-12', mois: '2024-03', ouvert: true },
      { nom: formula, pop: -3, jour: '1850-01-02', mois: '1999-12', ouvert: false },
      { nom: '01001 & <b>\u0001', pop: null, jour: null, mois: null, ouvert: null },
    ])
    assert.match(toJSON(tableFromRows([{ name: '__proto__', type: 'number' }], [])), /^\[\]/)
  })

  it('XLSX: typed cells that a workbook reader gives back; what XML cannot hold is left out', async () => {
    const { column, types } = await openAny(toXLSX(table, origin), { name: 'a.xlsx', config: { layer: 'Données' } })
    assert.deepEqual(types.slice(0, 3), ['Commune:string', 'Population (hab.):number hab.', 'jour:date'])
    assert.deepEqual(column('Commune'), ['Metz; "Moselle"', formula, '01001 & <b>'])
    assert.deepEqual(column('Population (hab.)'), [1250.5, -3, null])
    assert.deepEqual(column('jour'), [day('2024-03-12'), day('1850-01-02'), null])
    assert.deepEqual(column('ouvert'), [true, false, null])
  })

  it('XLSX: no cell is a formula; one that looks so keeps a quote prefix; the second sheet names the source', () => {
    const files = unzipSync(toXLSX(table, origin))
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
    const [data, source] = [text('xl/worksheets/sheet1.xml'), text('xl/worksheets/sheet2.xml')]
    assert.doesNotMatch(data + source, /<f[ >]/)
    const formats = [...text('xl/styles.xml').matchAll(/<xf [^>]*xfId="0"\/>/g)].map(([xf]) => xf)
    const [, style] = /<c r="A3" t="inlineStr" s="(\d)"/.exec(data) ?? []
    assert.match(formats[Number(style)] ?? '', /quotePrefix="1"/)
    assert.doesNotMatch(/<c r="A2"[^>]*>/.exec(data)?.[0] ?? '', / s=/)
    assert.match(source, /Licence<.*Licence Ouverte 2\.0/)
    // 2024-03-12 is day 45363 of Excel (=DATE(2024,3,12)).
    assert.match(data, /<c r="C2" s="2"><v>45363<\/v>/)
  })

  it('files are called after the title', () => {
    assert.equal(fileName('Évolution du budget 2022 (€) – Région'), 'evolution-du-budget-2022-region')
    assert.equal(fileName('???'), 'donnees')
  })
})
