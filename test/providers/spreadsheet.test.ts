import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { dateText, numberFormat } from '../../src/providers/number-format.js'
import { day, failure, noShared, nulls, openAny, openShared, openSharedAny, sum } from './open-file.js'
import { makeOds, makeXlsx, styled } from './workbook.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Value } from '../../src/data/table.js'
import type { Cell, SheetXml } from './workbook.js'

const openRows = (rows: readonly (readonly Cell[])[], after = '') => openSheets([{ name: 'Feuil1', rows, after }])
const openSheets = (sheets: readonly SheetXml[], config: Partial<SourceConfig> = {}) => openAny(makeXlsx(sheets), { name: 'a.xlsx', config })
const openOds = (tables: string, config: Partial<SourceConfig> = {}) => openAny(makeOds(tables), { name: 'a.ods', config })

test('INSEE: titles above, a header of two lines with merged cells, a source below', { skip: noShared }, async () => {
  const file = await openSharedAny('xlsx/insee_estim_pop_1975_2022.xlsx')
  const { metadata } = file.dataset
  assert.equal(metadata.title, 'Estimation de population au 1er janvier, par département, sexe et grande classe d\'âge')
  assert.equal(metadata.description, 'Année 2022\nSource : Insee - Estimations de population (résultats provisoires arrêtés fin 2021).')
  assert.match(metadata.notes?.[0] ?? '', /^Sheet “2022” is shown.*“À savoir”, “2021”/)
  assert.deepEqual(file.types.slice(0, 4), ['Départements:string', 'Départements_2:string', 'Ensemble 0 à 19 ans:number', 'Ensemble 20 à 39 ans:number'])
  assert.equal(file.types.at(-1), 'Femmes Total:number')
  // Lines 6 to 109 of the sheet: 96 departments of the mainland, its total, five more, two totals.
  assert.equal(file.table.numRows, 101)
  assert.match(metadata.notes?.join('\n') ?? '', /^Lines 102, 108 and 109 are totals/m)
  assert.equal(sum(file.column('Ensemble Total')), 67_813_396)
  assert.equal(file.column('Départements')[0], '01')
  const row = file.column('Départements').indexOf('67')
  assert.deepEqual(['Départements_2', 'Ensemble 0 à 19 ans', 'Ensemble Total', 'Hommes Total', 'Femmes Total'].map((name) => file.column(name)[row]), ['Bas-Rhin', 260154, 1156546, 561964, 594582])
  assert.equal(sum(file.column('Ensemble Total').slice(0, 96)), 65_627_454)
  assert.equal(sum(file.column('Femmes Total').slice(0, 96)), 33_867_244)
})

test('INSEE: a sheet by its name, by its number', { skip: noShared }, async () => {
  for (const layer of ['1975', '49']) {
    const file = await openSharedAny('xlsx/insee_estim_pop_1975_2022.xlsx', { layer })
    assert.equal(file.column('Ensemble Total')[0], 376_277)
    assert.deepEqual(file.dataset.metadata.notes, ['Line 102 is the total of the others and left out: it would be counted twice'])
    assert.equal(sum(file.column('Ensemble Total')), 52_600_000)
  }
  await assert.rejects(openSharedAny('xlsx/insee_estim_pop_1975_2022.xlsx', { layer: '1974' }), failure('query', /No sheet “1974”/))
})

test('the same data published as a workbook and as CSV', { skip: noShared }, async () => {
  const [sheet, csv] = [await openSharedAny('xlsx/qp.xlsx'), await openShared('csv', 'csv/quartiers_prioritaires.csv')]
  assert.equal(sheet.table.numRows, 105)
  assert.equal(sum(sheet.column('pop_mun')), 358_011)
  assert.equal(nulls(sheet.column('part_chomprinc')), 55)
  assert.deepEqual(sheet.types, csv.types)
  // The CSV file has 1.7000000000000002 where the workbook has 1.7.
  const rounded = (value: Value) => (typeof value === 'number' ? Number(value.toPrecision(14)) : value)
  for (const { name } of csv.table.schema) assert.deepEqual(sheet.column(name), csv.column(name).map(rounded), name)
})

test('dates of LibreOffice: the same sheet as .xlsx and .ods', { skip: noShared }, async () => {
  for (const path of ['xlsx/dates.xlsx', 'xlsx/dates.ods']) {
    const file = await openSharedAny(path)
    assert.deepEqual(file.types, ['colstr:string', 'coldate:date'])
    assert.deepEqual(file.column('coldate'), [day('2020-12-04'), day('2020-12-05'), day('2020-12-20')])
  }
})

test('the first sheet that holds a table; the title over it in another column', { skip: noShared }, async () => {
  const file = await openSharedAny('xlsx/header.xlsx')
  assert.deepEqual(file.types, ['col1:string', 'col2:string'])
  assert.deepEqual([file.column('col1'), file.column('col2')], [['val1'], ['val2']])
  assert.equal(file.dataset.metadata.title, 'second page has a header that must be ignored')
})

test('a sheet of 6,773 lines, most of them formatted blanks, like its CSV', { skip: noShared }, async () => {
  const [sheet, csv] = [await openSharedAny('xlsx/rephytox.xlsx'), await openShared('csv', 'csv/rephytox.csv')]
  assert.equal(sheet.table.numRows, csv.table.numRows)
  const name = 'Résultat : Valeur de la mesure'
  assert.deepEqual(sheet.column(name), csv.column(name))
  assert.deepEqual(sheet.column('Passage : Date'), csv.column('Passage : Date'))
})

test('cells are what they show: codes, percentages, euros, dates, moments', async () => {
  const header = ['code', 'insee', 'part', 'montant', 'jour', 'mois', 'instant', 'heure', 'actif']
  const row = (code: string, n: number, flag: string): Cell[] => [
    code, styled(n, 'code'), styled(0.07, 'tenths'), styled(1234.5, 'euro'), styled(44_592, 'french'), styled(44_592, 'month'), styled(44_592.520_833_333_3, 'moment'),
    styled(0.25, 'clock'), { attributes: 't="b"', body: `<v>${flag}</v>` },
  ]
  const file = await openRows([header, row('01', 1001, '1'), row('67', 67482, '0')])
  assert.deepEqual(file.types, ['code:string', 'insee:string', 'part:number %', 'montant:number €', 'jour:date', 'mois:date month', 'instant:date time', 'heure:string', 'actif:boolean'])
  assert.deepEqual(header.map((name) => file.column(name)[0]), [
    '01', '01001', 7, 1234.5, day('2022-01-31'), day('2022-01-01'), Date.parse('2022-01-31T12:30:00Z'), '06:00:00', true,
  ])
  assert.equal(file.column('insee')[1], '67482')
})

test('numbers are never read as what a French reader would write: 1.234 is not 1234', async () => {
  const file = await openRows([['a', 'b', 'c'], [1.234, '12,5', 1], [2.345, '13,5', 1e21]])
  assert.deepEqual([file.column('a'), file.column('b')], [[1.234, 2.345], [12.5, 13.5]])
  const mixed = await openRows([['a', 'b'], [1.234, 'x'], ['1,5', 'y']])
  assert.deepEqual(mixed.column('a'), ['1.234', '1,5'])
  assert.deepEqual((await openRows([['a', 'b'], [1.5, 'x'], ['NC', 'y']])).column('a'), [1.5, null])
})

test('digits typed as text beside numbers are codes; a mixed unit is none', async () => {
  const file = await openRows([['id', 'n', 'part'], ['12', 1, styled(0.5, 'percent')], ['13', 2, 0.25]])
  assert.deepEqual(file.types, ['id:string', 'n:number', 'part:number'])
  assert.deepEqual(file.column('part'), [0.5, 0.25])
})

test('shared strings in runs, formulas, errors, line breaks, escapes', async () => {
  const raw = (attributes: string, body: string): Cell => ({ attributes, body })
  const file = await openRows([
    ['a', 'b', 'c'],
    [raw('t="inlineStr"', '<is><r><t>Bas</t></r><r><rPr/><t>-Rhin</t></r><rPh><t>xx</t></rPh></is>'), raw('t="str"', '<f>A1</f><v>calculé</v>'), raw('', '<f>1+1</f><v>2</v>')],
    ['deux\nlignes', raw('t="inlineStr"', '<is><t>a_x000D_\nb</t></is>'), raw('t="e"', '<v>#N/A</v>')],
  ])
  assert.deepEqual([file.column('a'), file.column('b'), file.column('c')], [['Bas-Rhin', 'deux\nlignes'], ['calculé', 'a\nb'], [2, null]])
  assert.deepEqual(file.dataset.metadata.notes, ['1 cells hold an error (#N/A, #DIV/0!…) and are read as empty'])
})

test('merged cells: a header of two lines, years below words, a value for several rows', async () => {
  const merges = '<mergeCells count="3"><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="A4:A5"/></mergeCells>'
  const file = await openRows([['Population des régions'], ['Région', 'Population'], [null, 2019, 2020], ['Alsace', 1, 2], [null, 3, 4], ['Lorraine', 5, 6], ['Source : Insee']], merges)
  assert.deepEqual(file.types, ['Région:string', 'Population 2019:number', 'Population 2020:number'])
  assert.deepEqual(file.column('Région'), ['Alsace', 'Alsace', 'Lorraine'])
  assert.deepEqual(file.column('Population 2020'), [2, 4, 6])
  assert.equal(file.dataset.metadata.title, 'Population des régions')
  assert.equal(file.dataset.metadata.description, 'Source : Insee')
})

test('a merged header over numbers keeps its one line', async () => {
  const file = await openRows([['Région', 'Population'], ['Alsace', 1, 2], ['Lorraine', 5, 6]], '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>')
  assert.deepEqual(file.types, ['Région:string', 'Population:number', 'colonne_3:number'])
  assert.equal(file.table.numRows, 2)
})

test('the table starts anywhere; columns left empty for the eye fall away; a total is left out', async () => {
  const file = await openRows([
    [null, null, 'Budget 2024'], [], [null, 'poste', null, 'montant'], [null, 'a', null, 10], [null, 'b', null, 20], [null, 'c', null, 30], [null, 'd', null, 40], [null, 'Total', null, 100],
  ])
  assert.deepEqual(file.types, ['poste:string', 'montant:number'])
  assert.deepEqual(file.column('montant'), [10, 20, 30, 40])
  assert.equal(file.dataset.metadata.title, 'Budget 2024')
  assert.match(file.dataset.metadata.notes?.at(-1) ?? '', /^Line 8 is the total/)
})

test('sheets: hidden ones only by name, max-rows, types', async () => {
  const sheets = [
    { name: 'paramètres', hidden: true, rows: [['a', 'b'], ['x', 1]] },
    { name: 'Lisez-moi', rows: [['Ce classeur…']] },
    { name: 'Données', rows: [['k', 'v'], ['x', 1], ['y', 2], ['z', 3]] },
  ] satisfies SheetXml[]
  assert.deepEqual((await openSheets(sheets)).types, ['k:string', 'v:number'])
  assert.deepEqual((await openSheets(sheets, { layer: 'PARAMÈTRES' })).types, ['a:string', 'b:number'])
  const cut = await openSheets(sheets, { maxRows: 2, types: { v: 'string' } })
  assert.deepEqual([cut.column('v'), cut.table.complete, cut.table.total], [['1', '2'], false, 3])
  await assert.rejects(openSheets(sheets, { types: { w: 'string' } }), failure('field', /“w”/))
})

test('dates count from 1900 with its false leap day, or from 1904', async () => {
  assert.equal(dateText(1, 'day', false), '1900-01-01')
  assert.equal(dateText(59, 'day', false), '1900-02-28')
  assert.equal(dateText(61, 'day', false), '1900-03-01')
  assert.equal(dateText(0, 'day', true), '1904-01-01')
  const cells = [['a', 'd'], ['x', styled(43_130, 'day')]]
  const file = await openAny(makeXlsx([{ name: 'a', rows: cells }], '<workbookPr date1904="1"/>'), { name: 'a.xlsx' })
  assert.deepEqual(file.column('d'), [day('2022-01-31')])
})

test('what number formats say', () => {
  const cases = {
    'General': {}, 'Standard': {}, '0.00': {}, '#,##0': {}, '#\\ ##0;[Red]-#\\ ##0': {}, '"jours"0': {}, '@': {}, '0.00E+00': {},
    '#,##0,': { scale: 1000 }, '#,##0.0,,\\ "M€"': { scale: 1e6, unit: 'M€' }, '#,##0,"k"\\ [$€-40C]': { scale: 1000, unit: 'k€' }, '#,##0,\\ "€"': { scale: 1000, unit: '€' }, '#,##0.00': {}, '0.0%': { unit: '%' }, '[$€-40C]\\ #,##0': { unit: '€' }, '#,##0\\ [$€-40C]': { unit: '€' }, '000': { digits: 3 }, '0"%"': {},
    'yyyy': { date: 'year' }, 'mmm-yy': { date: 'month' }, '[$-40C]d\\ mmmm\\ yyyy;@': { date: 'day' }, 'jj/mm/aaaa': { date: 'day' },
    'd/m/yy h:mm': { date: 'time' }, 'h:mm:ss.0': { date: 'clock' }, '[h]:mm': { date: 'clock' },
  }
  for (const [code, format] of Object.entries(cases)) assert.deepEqual(numberFormat(code), format, code)
})

const p = (text: string) => `<text:p>${text}</text:p>`
const text = (value: string) => `<table:table-cell office:value-type="string">${p(value)}</table:table-cell>`
const float = (value: number, shown = String(value)) => `<table:table-cell office:value-type="float" office:value="${value}">${p(shown)}</table:table-cell>`
const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`
const table = (name: string, ...rows: string[]) => `<table:table table:name="${name}"><table:table-column/>${rows.join('')}</table:table>`

test('ODS: repeated cells and rows, white space, notes, codes that show their zeros', async () => {
  const file = await openOds(
    table(
      'Feuille1',
      `<table:table-header-rows>${row(text('nom'), text('code'), text('n'), text('m'))}</table:table-header-rows>`,
      row(text('a<text:s text:c="2"/>b<text:line-break/>c'), float(1001, '01001'), '<table:table-cell office:value-type="float" office:value="1.5" table:number-columns-repeated="2"><text:p>1,5</text:p></table:table-cell>', '<table:table-cell table:number-columns-repeated="16000"/>'),
      `<table:table-row table:number-rows-repeated="2">${text('d')}${float(67482)}<table:table-cell table:number-columns-repeated="2"/></table:table-row>`,
      row(`<table:table-cell office:value-type="string"><office:annotation>${p('note')}</office:annotation>${p('e')}</table:table-cell>`, float(2), float(7), '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'),
      '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
  )
  assert.deepEqual(file.types, ['nom:string', 'code:string', 'n:number', 'm:number'])
  assert.deepEqual(file.column('nom'), ['a  b\nc', 'd', 'd', 'e'])
  assert.deepEqual(file.column('code'), ['01001', '67482', '67482', '2'])
  assert.deepEqual([file.column('n'), file.column('m')], [[1.5, null, null, 7], [1.5, null, null, null]])
})

test('ODS: percentages, euros, dates, merged cells, sheets by name', async () => {
  const cells = (name: string) =>
    row(
      text(name),
      '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5 %</text:p></table:table-cell>',
      '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="3.5"><text:p>3,50 €</text:p></table:table-cell>',
      '<table:table-cell office:value-type="date" office:date-value="2022-01-31T12:30:00"><text:p>31/01/22</text:p></table:table-cell>',
      '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>'
    )
  const header = row(text('nom'), text('part'), text('montant'), text('le'), text('ok'))
  const tables = table('Lisez-moi', row(text('Bonjour'))) + table('Donn&#233;es', header, cells('a'), cells('b'))
  for (const config of [{}, { layer: 'Données' }, { layer: '2' }]) {
    const file = await openOds(tables, config)
    assert.deepEqual(file.types, ['nom:string', 'part:number %', 'montant:number €', 'le:date time', 'ok:boolean'])
    assert.deepEqual(file.types.map((_, index) => file.column(file.table.schema[index]?.name ?? '')[0]), ['a', 12.5, 3.5, Date.parse('2022-01-31T12:30:00Z'), true])
  }
  const spanned = '<table:table-cell office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>Hommes</text:p></table:table-cell><table:covered-table-cell/>'
  const merged = await openOds(table('x', row(text('lieu'), spanned), row('<table:table-cell/>', text('2019'), text('2020')), row(text('a'), float(1), float(2)), row(text('b'), float(3), float(4))))
  assert.deepEqual(merged.types, ['lieu:string', 'Hommes 2019:number', 'Hommes 2020:number'])
})

test('ODS: repeats that would fill the memory are refused', async () => {
  const wide = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
  await assert.rejects(openOds(table('x', `<table:table-row table:number-rows-repeated="1048576">${wide}</table:table-row>`)), failure('too-large', /cells/))
})

test('no workbook: told what is there instead', async () => {
  const open = (bytes: Uint8Array) => openAny(bytes, { name: 'a.xlsx' })
  await assert.rejects(open(strToU8('<!DOCTYPE html><html>Connexion')), failure('format', /A web page/))
  await assert.rejects(open(strToU8('')), failure('format', /An empty answer/))
  await assert.rejects(open(strToU8('a;b\n1;2\n')), failure('format', /Something else/))
  await assert.rejects(open(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])), failure('unsupported', /before 2007/))
  await assert.rejects(open(zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<d/>') })), failure('format', /without a workbook/))
  await assert.rejects(open(zipSync({ 'xl/workbook.bin': strToU8('x') })), failure('unsupported', /xlsb/))
  await assert.rejects(openRows([]), failure('empty', /No sheet with cells/))
  const whole = makeXlsx([{ name: 'a', rows: [['a', 'b'], ['x', 1]] }])
  await assert.rejects(open(whole.subarray(0, whole.length >> 1)), failure('format', /ends too early/))
})

test('known by its content, in an archive too', async () => {
  const workbook = makeXlsx([{ name: 'a', rows: [['k', 'v'], ['x', 1]] }, { name: 'b', rows: [['l', 'w'], ['y', 2]] }])
  const ods = makeOds(table('a', row(text('k'), text('v')), row(text('x'), float(1))))
  for (const bytes of [workbook, ods, zipSync({ 'données.xlsx': workbook })]) {
    assert.deepEqual((await openAny(bytes, { name: 'export?format=1' })).column('v'), [1])
  }
  assert.deepEqual((await openAny(zipSync({ 'a.xlsx': workbook }), { name: 'a.zip', config: { layer: 'b' } })).column('w'), [2])
  assert.deepEqual((await openAny(zipSync({ 'a.xlsx': workbook, 'c.csv': strToU8('x;y\n1;2\n') }), { name: 'a.zip', config: { layer: 'a.xlsx/b' } })).column('w'), [2])
})

const noGdal = (() => {
  try {
    execFileSync('ogr2ogr', ['--version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'ogr2ogr is not installed'
  }
})()

test('workbooks that GDAL writes from a CSV file say what the CSV file says', { skip: noGdal }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-'))
  try {
    const lines = Array.from({ length: 3000 }, (_, n) => `${String(n + 1).padStart(5, '0')},Commune n° ${n % 50} & <${n}>,${n * 3},${n % 7 ? (n / 8).toFixed(3) : ''},2024-0${1 + (n % 9)}-1${n % 10}`)
    const csv = `code,nom,n,taux,jour\n${lines.join('\n')}\n`
    writeFileSync(join(folder, 'a.csv'), csv)
    writeFileSync(join(folder, 'a.csvt'), 'String,String,Integer,Real,Date')
    const expected = await openAny(csv, { name: 'a.csv' })
    for (const [format, name] of [['XLSX', 'a.xlsx'], ['ODS', 'a.ods']] as const) {
      execFileSync('ogr2ogr', ['-f', format, join(folder, name), join(folder, 'a.csv')], { stdio: 'ignore' })
      const file = await openAny(readFileSync(join(folder, name)), { name })
      assert.deepEqual(file.types, expected.types, format)
      for (const column of ['code', 'nom', 'n', 'taux', 'jour']) assert.deepEqual(file.column(column), expected.column(column), `${format} ${column}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
