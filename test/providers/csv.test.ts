import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { outputSchema } from '../../src/data/output-schema.js'
import { openDataset } from '../../src/providers/index.js'
import { day, failure, noShared, nulls, open, openShared, sum } from './open-file.js'
import { assertAlike } from './streamed-files.js'
import type { AddressInfo } from 'node:net'
import type { Query } from '../../src/data/query.js'
import type { FieldType } from '../../src/data/schema.js'

const csv = (text: string, config = {}) => open('csv', text, { config })

test('one type for a whole column, by all of its cells', async () => {
  const file = await csv(
    'nom;montant;part;depuis;actif;code_insee;annee\r\nÀ;1 234,50;12,5 %;31/01/2024;Oui;67482;2022\r\nB;-0,5;NC;01/02/2024;non;01001;2023\r\n'
  )
  assert.deepEqual(file.types, [
    'nom:string', 'montant:number', 'part:number %', 'depuis:date', 'actif:boolean', 'code_insee:string', 'annee:number year',
  ])
  assert.deepEqual(file.column('montant'), [1234.5, -0.5])
  assert.deepEqual(file.column('part'), [12.5, null])
  assert.deepEqual(file.column('depuis'), [day('2024-01-31'), day('2024-02-01')])
  assert.deepEqual(file.column('actif'), [true, false])
  assert.deepEqual(file.column('code_insee'), ['67482', '01001'])
  assert.deepEqual(file.column('annee'), [2022, 2023])
})

test('years of a start of school, of a campaign, are years where all of them may be', async () => {
  const types = async (...cells: readonly string[]) => (await csv(`rentree_scolaire,campagne,n\n${cells.join('\n')}\n`)).types
  assert.deepEqual(await types('2019,2018,1', '2020,2019,2'), ['rentree_scolaire:number year', 'campagne:number year', 'n:number'])
  assert.deepEqual(await types('2019,1,1', '350,2,2'), ['rentree_scolaire:number', 'campagne:number', 'n:number'])
})

test('months by their names are dates; years of schools are none', async () => {
  const file = await csv('mois;jour;saison;lieu\njanv. 2024;1er mars 2024;2009-10;Mars 12\nfévr. 2024;2 mars 2024;2010-11;Mai 68\n')
  assert.deepEqual(file.types, ['mois:date month', 'jour:date', 'saison:string', 'lieu:string'])
  assert.deepEqual(file.column('mois'), [day('2024-01-01'), day('2024-02-01')])
  assert.deepEqual(file.column('jour'), [day('2024-03-01'), day('2024-03-02')])
})

test('the separator is told from every line, not from apostrophes, decimal commas and quoted text', async () => {
  const semicolon = await csv("l'âge;val,eur\nd'un;1,5\nd'deux, trois;2,5\n")
  assert.deepEqual(semicolon.types, ["l'âge:string", 'val,eur:number'])
  const quoted = await csv('a,b\n"x; y; z",1\n"u; v; w",2\n')
  assert.deepEqual(quoted.column('a'), ['x; y; z', 'u; v; w'])
  const tab = await csv('nom\tx, y\nA, B; C\t1\nD, E; F\t2\n')
  assert.deepEqual(tab.types, ['nom:string', 'x, y:number'])
  const pipe = await csv('a|b\n1,2|x\n3,4|y\n')
  assert.deepEqual(pipe.column('a'), [1.2, 3.4])
})

test('line breaks of all systems', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const file = await csv(`a;b${end}1;x${end}2;y`)
    assert.deepEqual([file.column('a'), file.column('b')], [[1, 2], ['x', 'y']], JSON.stringify(end))
  }
})

test('quotes: doubled, with line breaks, stray in the middle of text', async () => {
  const file = await csv('a,b\n"dit ""oui""","deux\nlignes"\n12" de long,x\n')
  assert.deepEqual(file.column('a'), ['dit "oui"', '12" de long'])
  assert.deepEqual(file.column('b'), ['deux\nlignes', 'x'])
})

test('broken quotes and long rows are told with their place', async () => {
  await assert.rejects(csv('a,b\n1,2\n3,"x\n5,6\n'), failure('format', /^Line 3, column 3: the quote that opens here is never closed/))
  await assert.rejects(csv('a,b\n1,"x\n5,"6\n'), failure('format', /^Line 2, column 3: the quote .* line 3, column 3/))
  await assert.rejects(csv('a,b\n"x\ny",2\n1,2,3\n'), failure('format', /^Line 4: 3 cells where the header has 2/))
})

test('short rows are filled up; empty rows, trailing empty cells and columns fall away', async () => {
  const file = await csv('a;b;c;;\n1;2;3;;\n4;5\n;;;;\n\n7;8;9;;\n')
  assert.deepEqual(file.types, ['a:number', 'b:number', 'c:number'])
  assert.deepEqual(file.column('c'), [3, null, 9])
})

test('names: missing, doubled, already taken', async () => {
  const file = await csv('nom;nom;;nom_2;nom\na;b;c;d;e\n')
  assert.deepEqual(file.table.schema.map(({ name }) => name), ['nom', 'nom_3', 'colonne_3', 'nom_2', 'nom_4'])
})

test('a second line of units is part of the header, and its author is told', async () => {
  for (const second of [';hab.;km²', ' ;(hab.);[km2]']) {
    const { types, dataset, column } = await open('csv', `commune;population;surface\n${second}\nMetz;120000;41,9\nNancy;104000;15,0\n`)
    assert.deepEqual(types, ['commune:string', 'population (hab.):number hab.', 'surface (km²):number km²'])
    assert.deepEqual(column('surface (km²)'), [41.9, 15])
    assert.match(String(dataset.metadata.notes), /The header has two lines: the second one has units, which are part of the names, as in “population \(hab\.\)”/)
  }
  // A line with a name in it, or with other words, is one of data.
  assert.equal((await open('csv', 'objet;unité;n\nsurface;km²;3\nlongueur;km;4\n')).table.numRows, 2)
  assert.equal((await open('csv', 'objet;taille;n\n;m;3\nb;km;4\n')).table.numRows, 2)
  assert.equal((await open('csv', 'nom;sexe\n;h\nDupont;f\n')).table.numRows, 2)
})

test('a line of groups above names that repeat begins them', async () => {
  const { types, dataset, table } = await open('csv', ';2020;;2021;\ncommune;hommes;femmes;hommes;femmes\nMetz;1;2;3;4\nNancy;5;6;7;8\n')
  assert.deepEqual(types, ['commune:string', '2020 hommes:number', '2020 femmes:number', '2021 hommes:number', '2021 femmes:number'])
  assert.equal(table.numRows, 2)
  assert.match(String(dataset.metadata.notes), /groups, which begin the names, as in “2021 femmes”/)
  // Names that do not repeat are told apart without.
  assert.equal((await open('csv', 'a;;c\nx;y;z\n1;2;3\n')).table.numRows, 2)
})

test('titles above and sources below are metadata, never rows', async () => {
  const file = await csv(
    'Population par département\nAu 1er janvier\n\ncode;nom;population\n08;Ardennes;265\n10;Aube;310\n51;Marne;560\nSource : INSEE ; champ : France\nLecture : en milliers\n'
  )
  assert.equal(file.table.numRows, 3)
  assert.deepEqual(file.column('code'), ['08', '10', '51'])
  assert.equal(file.dataset.metadata.title, 'Population par département')
  assert.match(file.dataset.metadata.description ?? '', /Source : INSEE ; champ : France\nLecture : en milliers/)
})

test('a remark with the separator in it, below an empty line or wider than the table', async () => {
  const two = await csv('a,b\n1,2\n\nNote : bla, bla\n')
  assert.deepEqual([two.column('a'), two.dataset.metadata.description], [[1], 'Note : bla, bla'])
  const wide = await csv('a,b\n1,2\nSource : INSEE, RP, 2020\n')
  assert.deepEqual([wide.column('a'), wide.dataset.metadata.description], [[1], 'Source : INSEE, RP, 2020'])
})

test('a first line of a date above dates is a row, written in either way; dates above numbers are names', async () => {
  assert.deepEqual((await csv('31/01/2024;Metz;3\n01/02/2024;Nancy;5\n')).column('colonne_3'), [3, 5])
  assert.deepEqual((await csv('nom;01/01/2024;01/02/2024\nA;1;2\n')).types, ['nom:string', '01/01/2024:number', '01/02/2024:number'])
  assert.deepEqual((await csv('ville;maj;anmois\nMetz;20240131;202401\nNancy;20231231;202312\n')).types, ['ville:string', 'maj:date', 'anmois:date month'])
})

test('what looks like a remark in the middle of the data is a row', async () => {
  const file = await csv('a;b;c\n1;2;3\nSource : x\n4;5;6\n')
  assert.deepEqual(file.column('a'), ['1', 'Source : x', '4'])
})

test('a total row that the column bears out is left out, with a note', async () => {
  const total = await csv('nom;n\nA;10\nB;20\nC;30\nTotal;60\n')
  assert.deepEqual(total.column('n'), [10, 20, 30])
  assert.match(total.dataset.metadata.notes?.join() ?? '', /Line 5 is the total/)
  const company = await csv('nom;n\nA;10\nB;20\nC;30\nTotal;45\n')
  assert.deepEqual(company.column('n'), [10, 20, 30, 45])
})

test('totals of two rows, with decimals, above, beside a code, of parts, of a territory are no rows either', async () => {
  const files: [text: string, left: number[]][] = [
    ['sexe;n\nF;100\nH;120\nTotal;220\n', [100, 120]],
    ['nom;n\nA;100,5\nB;120,25\nC;10,1\nTotal;230,85\n', [100.5, 120.25, 10.1]],
    ['nom;n\nEnsemble;350\nA;100\nB;120\nC;130\n', [100, 120, 130]],
    ['code;nom;n\n01;A;100\n02;B;120\n03;C;130\n00;Total;350\n', [100, 120, 130]],
    ['dep;nom;n\n67;A;1\n67;B;2\n67;Sous-total;3\n68;C;5\n68;D;6\n68;Sous-total;11\nTotal;;14\n', [1, 2, 5, 6]],
    ['code;nom;n\n01;A;100\n02;B;120\n03;C;130\n;France entière;350\n', [100, 120, 130]],
    ['nom;n\nA;100\nB;120\nC;130\nTotal;350\nMoyenne;116,7\n', [100, 120, 130]],
  ]
  for (const [text, left] of files) assert.deepEqual((await csv(text)).column('n'), left, text)
  const parts = await csv(files[4]?.[0] ?? '')
  assert.match(parts.dataset.metadata.notes?.join() ?? '', /Lines 4, 7 and 8 are totals/)
})

test('the last row of a spreadsheet is often a sum without a name', async () => {
  const files: [text: string, left: number[]][] = [
    ['nom;n;taux\nA;100;1,5\nB;120;2\nC;130;4\n;350;2,6\n', [100, 120, 130]],
    ['annee;n\n2020;100\n2021;120\n2022;130\n;350\n', [100, 120, 130]],
    ['nom;n\nA;100\nB;120\nC;130\nT O T A L;350\n', [100, 120, 130]],
    // What is no sum, or may be by chance, is a row.
    ['nom;n\nA;100\nB;120\nC;130\n;351\n', [100, 120, 130, 351]],
    ['nom;n\nA;1\nB;2\nC;3\n;6\n', [1, 2, 3, 6]],
    ['nom;n\nA;100\nB;120\n;220\nC;440\n', [100, 120, 220, 440]],
  ]
  for (const [text, left] of files) {
    assert.deepEqual((await csv(text)).column('n'), left, text)
    await assertAlike('csv', new TextEncoder().encode(text), 16)
  }
})

test('a total of columns that have a value each is no row either; totals that several rows are stay, and the author is told', async () => {
  const gaps = await csv('dep;a;b\n67;1234,5;nc\n57;-;12\nTotal;1234,5;12\n')
  assert.deepEqual(gaps.column('a'), [1234.5, null])
  const sexes = await csv('dep;sexe;n\n67;H;10\n67;F;12\n67;Ensemble;22\n68;H;1\n68;F;2\n68;Ensemble;3\n')
  assert.equal(sexes.table.numRows, 6)
  assert.match(sexes.dataset.metadata.notes?.join() ?? '', /“Ensemble” in “sexe” .*counts twice, unless where="sexe <> 'Ensemble'"/)
  const others = await csv('dep;sexe;n\n67;H;10\n67;Ensemble;7\n68;H;1\n68;Ensemble;1\n')
  assert.deepEqual(others.dataset.metadata.notes ?? [], [])
})

test('what only looks like a total is a row: rates, a word of a classification, a territory among its like', async () => {
  const files: [text: string, rows: number][] = [
    ['sexe;annee;n\nF;2020;1\nH;2020;2\nEnsemble;2020;3\nF;2021;4\nH;2021;5\nEnsemble;2021;9\n', 6],
    ['nom;taux\nA;1,5\nB;2,5\nC;3,5\nEnsemble;2,4\n', 4],
    ['region;n;m\nA;100;1\nB;200;2\nC;300;3\nGrand Est;600;7\n', 4],
    ['nom;n\nA;10\nB;20\nTotal;31\n', 3],
  ]
  for (const [text, rows] of files) assert.equal((await csv(text)).table.numRows, rows, text)
})

test('the same rows are totals in a file that is read as it arrives', async () => {
  const wide = 'x'.repeat(3000)
  const part = (dep: number) => [`${dep};A;1;${wide}`, `${dep};B;2;${wide}`, `${dep};Sous-total;3;`]
  const lines = ['dep;nom;n;mots', ...Array.from({ length: 9 }, (_, dep) => part(dep + 10)).flat(), 'Total;;27;']
  await assertAlike('csv', new TextEncoder().encode(lines.join('\n')), 4096)
  const long = Array.from({ length: 12_000 }, (_, row) => `c${row};2`)
  await assertAlike('csv', new TextEncoder().encode(['nom;n', ...long, 'Total;24000'].join('\n')), 65_536)
  assert.equal((await csv(['nom;n', ...long, 'Total;24000'].join('\n'))).table.numRows, 12_000)
})

test('the separator that Excel is told is no header; footnotes below a table are no rows', async () => {
  const excel = await csv('sep=;\r\nnom;n\r\nA;1\r\nB;2\r\n')
  assert.deepEqual([excel.types, excel.column('n')], [['nom:string', 'n:number'], [1, 2]])
  await assert.rejects(csv('sep=;\nnom;n\nA;1;2\n'), failure('format', /Line 3/))
  for (const below of ['\nSource : INSEE;;\n* provisoire;;\n', '(1) provisoire\n', '\n¹ hors Mayotte;;\n']) {
    const file = await csv(`nom;v;w\nA;1;2\nB;3;4\n${below}`)
    assert.deepEqual(file.column('nom'), ['A', 'B'], below)
  }
  // A place of which nothing is known is one.
  const unknown = await csv('nom;v;w\nA;1;2\nB;3;4\nMayotte;;\n')
  assert.deepEqual(unknown.column('nom'), ['A', 'B', 'Mayotte'])
})

test('what is summed of nothing is nothing, not a mistake of the author: a file of a header alone, a column that nobody filled', async () => {
  const sum: Query = { aggregate: [{ as: 's', op: 'sum', expr: { property: 'v' } }], groupBy: [{ as: 'a', expr: { op: 'year', args: [{ property: 'jour' }] } }] }
  for (const [text, sums] of [['nom;v;jour\n', []], ['nom;v;jour\nA;;\nB;NC;\n', [null]]] as const) {
    const { dataset, table } = await csv(text)
    assert.deepEqual(outputSchema(sum, dataset.schema).map(({ type }) => type), ['number', 'number'])
    assert.deepEqual(Array.from(execute(sum, table).columns.get('s') ?? []), sums)
  }
  const words = await csv('nom;v\nA;x\nB;NC\n')
  assert.throws(() => outputSchema({ aggregate: [{ as: 's', op: 'sum', expr: { property: 'v' } }] }, words.dataset.schema), /needs numbers/)
})

test('numbers as the Swiss write them, with the dash of typographers, beside what Excel could not compute', async () => {
  const swiss = await csv("nom;n;m\nA;1'234.50;–3\nB;2’000.25;#DIV/0!\nC;#NOMBRE!;…\nD;n.d;7\n")
  assert.deepEqual([swiss.column('n'), swiss.column('m')], [[1234.5, 2000.25, null, null], [-3, null, null, 7]])
})

test('an account of nothing is zero where it is written as money, as its workbook has it; a dash alone is missing', async () => {
  const { table, column } = await csv('poste;voté;reste\nA;"  1 200,50 € ";3\nB;" -   € ";-\nC;"- 3,00 €";1\n')
  assert.deepEqual(column('voté'), [1200.5, 0, -3])
  assert.deepEqual([column('reste'), table.schema[1]], [[3, null, 1], { name: 'voté', type: 'number', unit: '€' }])
})

test('decimal marks: a column with a choice follows the file', async () => {
  const french = await csv('a;b\n1,5;1.234\n2,25;12.345\n')
  assert.deepEqual(french.column('b'), [1234, 12345])
  const alone = await csv('a\n1,234\n5,678\n')
  assert.deepEqual(alone.table.schema.length, 2, 'a comma alone separates')
  const decimal = await csv('a;b\nx;1,234\ny;0,5\n')
  assert.deepEqual(decimal.column('b'), [1.234, 0.5])
  const google = await csv('nom,n\nA,"1,234"\nB,"12,500"\nC,800\n')
  assert.deepEqual(google.column('n'), [1234, 12_500, 800], 'a file cut by commas')
  const sheets = await csv('nom,n\nA,"1,234"\nB,"0,5"\n')
  assert.deepEqual(sheets.column('n'), [1.234, 0.5], 'but for a column that leaves no choice')
  const english = await csv('a;b\nx;1,234.5\ny;12\n')
  assert.deepEqual(english.column('b'), [1234.5, 12])
  for (const mark of ['.', ',']) {
    const town = (...cells: readonly string[]) => `nom;population\n${cells.map((cell, at) => `v${at};${cell.replace('#', mark)}`).join('\n')}\n`
    const read = async (...cells: readonly string[]) => (await csv(town(...cells))).column('population')
    assert.deepEqual(await read('1#234', '12#345', '999', '-1#500'), [1234, 12_345, 999, -1500], 'hundreds beside thousands')
    assert.deepEqual(await read('1#234 €', '999 €'), [1234, 999])
    assert.deepEqual(await read('1#234', '0#250', '999'), [1.234, 0.25, 999], 'one leaves no choice')
    assert.deepEqual(await read('1#234', '2', '0'), [1.234, 2, 0], 'few are whole')
    assert.deepEqual(await read('1#234', '1999', '450'), [1.234, 1999, 450], 'thousands without a mark')
    await assertAlike('csv', new TextEncoder().encode(town('1#234', '12#345', '999', '-1#500', '7')), 16)
  }
  const mixed = await csv('a;b\nx;1,5\ny;1.5\n')
  assert.deepEqual(mixed.column('b'), ['1,5', '1.5'])
})

test('codes with an E are no powers of ten', async () => {
  const { column } = await csv('code_batiment;mesure;lot\n1e3;1e3;1e3\n10E2;2e20;12\n')
  assert.deepEqual([column('code_batiment'), column('mesure'), column('lot')], [['1e3', '10E2'], [1000, 2e20], [1000, 12]])
})

test('numbers of businesses are codes under any name: their last digits tell', async () => {
  const read = async (...numbers: number[]) => (await open('csv', `source,n\n${numbers.map((number) => `${number},1\n`).join('')}`)).types[0]
  assert.equal(await read(217602176, 130025265, 552081317, 542107651, 552100554), 'source:string')
  assert.equal(await read(21760217600018, 13002526500013, 21670482500019, 24670048800017, 35600000000048), 'source:string')
  // One amount among them has another last digit; few may have it by chance.
  assert.equal(await read(217602176, 130025265, 552081318, 542107651, 552100554), 'source:number')
  assert.equal(await read(217602176, 130025265, 552081317, 542107651), 'source:number')
})

test('codes stay text', async () => {
  const file = await csv(
    'siren,telephone,num_dep,NATURE,NATURE_LABEL,id,long_id,n\n130025265,388000000,67,13172,FEDER,007,12345678901234567,1\n'
  )
  assert.deepEqual(file.types, [
    'siren:string', 'telephone:string', 'num_dep:string', 'NATURE:string', 'NATURE_LABEL:string', 'id:string', 'long_id:string', 'n:number',
  ])
  const corsica = await csv('dep_naiss;n\n01;1\n2A;2\n')
  assert.deepEqual(corsica.column('dep_naiss'), ['01', '2A'])
  const quoted = await csv('"i","n"\n"97214",1\n"97225",2\n')
  assert.deepEqual(quoted.types, ['i:string', 'n:number'])
  const allQuoted = await csv('"i","n"\n"97214","1"\n"97225","2"\n')
  assert.deepEqual(allQuoted.types, ['i:number', 'n:number'])
  const amount = await csv('nombre de communes;population insee\n1;2\n')
  assert.deepEqual(amount.types, ['nombre de communes:number', 'population insee:number'])
})

test('missing values are null in numbers and dates, words in text', async () => {
  const file = await csv('n;d;t;vide\n1;2024-01-01;nd;\ns;NC;-;\nn.s.;;x;\n')
  assert.deepEqual(file.types, ['n:number', 'd:date', 't:string', 'vide:string'])
  assert.deepEqual([file.column('n'), file.column('d')], [[1, null, null], [day('2024-01-01'), null, null]])
  assert.deepEqual([file.column('t'), file.column('vide')], [['nd', '-', 'x'], [null, null, null]])
})

test("the author's types win, and a cell that is not of them is told", async () => {
  const types: Record<string, FieldType> = { a: 'number', b: 'string', d: 'date' }
  const file = await csv('a;b;d\n007;1;2022\n8;2;2023\n', { types })
  assert.deepEqual(file.types, ['a:number', 'b:string', 'd:date year'])
  assert.deepEqual(file.column('a'), [7, 8])
  await assert.rejects(csv('a;b\n1;x\ndeux;y\n', { types: { a: 'number' } }), failure('format', /^Line 3: “deux” in column “a” is no number/))
  await assert.rejects(csv('d;b\n1;x\n', { types: { d: 'date' } }), failure('format', /^Line 2: “1” in column “d” is no date/))
  await assert.rejects(csv('nom;b\n1;x\n', { types: { nmo: 'number' } }), failure('field', /nmo/))
})

test('bytes: marks, Latin-1 without a word, lying servers, the author', async () => {
  const latin = Uint8Array.from('nom;n\nÉpinal;1\nœuf;2\n', (letter) => (letter === 'œ' ? 0x9c : letter.charCodeAt(0)))
  assert.deepEqual((await open('csv', latin)).column('nom'), ['Épinal', 'œuf'])
  const declared = { headers: { 'content-type': 'text/csv; charset=utf-8' } }
  assert.deepEqual((await open('csv', latin, declared)).column('nom'), ['Épinal', 'œuf'])
  const utf8 = new TextEncoder().encode('\ufeffnom;n\nÉpinal;1\n')
  assert.deepEqual((await open('csv', utf8, { headers: { 'content-type': 'text/csv; charset=iso-8859-1' } })).column('nom'), ['Épinal'])
  const utf16 = new Uint8Array(new Uint16Array(Array.from('\ufeffnom;n\nÉpinal;1\n', (letter) => letter.charCodeAt(0))).buffer)
  assert.deepEqual((await open('csv', utf16)).column('nom'), ['Épinal'])
  assert.deepEqual((await open('csv', utf16.subarray(2))).column('nom'), ['Épinal'])
  const dos = Uint8Array.from([0x6e, 0x3b, 0x6d, 10, 0x90, 0x3b, 0x31, 10])
  assert.deepEqual((await open('csv', dos, { config: { encoding: 'cp866' } })).column('n'), ['Р'])
  await assert.rejects(open('csv', dos, { config: { encoding: 'klingon' } }), failure('unsupported', /klingon/))
})

test('a letter cut in two by the network is one letter; a late byte that is no UTF-8 starts the file again', async () => {
  const text = `nom;n\n${'é;1\n'.repeat(3000)}`
  const bytes = new TextEncoder().encode(text)
  const pieces = (data: Uint8Array) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < data.length; at += 7) controller.enqueue(data.slice(at, at + 7))
        controller.close()
      },
    })
  const { default: provider } = await import('../../src/providers/csv.js')
  const read = async (data: Uint8Array) => {
    const dataset = await provider.open({ src: 'https://example.org/a.csv' }, { response: new Response(pieces(data)) })
    return Array.from((await dataset.execute({})).columns.get('nom') ?? [])
  }
  assert.deepEqual(new Set(await read(bytes)), new Set(['é']))
  const late = Uint8Array.from([...new TextEncoder().encode(`nom;n\n${'e;1\n'.repeat(3000)}`), 0xe9, 0x3b, 0x31])
  assert.deepEqual((await read(late)).slice(-2), ['e', 'é'])
})

test('a form to log in, to which a server leads, is named with its address', async () => {
  const server = createServer(({ url }, answer) => {
    if (url === '/budget.csv') answer.writeHead(302, { location: '/login' }).end()
    else answer.setHeader('content-type', 'text/html').end('<!doctype html><title>Connexion</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const dataset = openDataset({ src: `${base}/budget.csv` })
    await assert.rejects(dataset, failure('format', new RegExp(`web page .* at ${base}/budget.csv, which leads to ${base}/login$`)))
  } finally {
    server.close()
  }
})

test('what is no CSV is refused by name', async () => {
  await assert.rejects(csv(''), failure('format', /^An empty answer in place of CSV/))
  await assert.rejects(csv(' \n\n'), failure('format', /^An empty answer/))
  await assert.rejects(csv('<!DOCTYPE html><html><body>404'), failure('format', /web page/))
  await assert.rejects(open('csv', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])), failure('format', /ZIP archive/))
  await assert.rejects(open('csv', Uint8Array.from([0x50, 0x4d, 0x54, 0, 9, 0x3b, 10, 1, 2, 3])), failure('format', /^Binary data/))
})

test('a header without rows is a table without rows', async () => {
  const file = await csv('a;b\n')
  assert.equal(file.table.numRows, 0)
  assert.deepEqual(file.types, ['a:string', 'b:string'])
})

test('maxRows cuts the table, says so and counts the rest', async () => {
  const file = await csv('a;b\n1;x\n2;y\n3;z\n', { maxRows: 2 })
  assert.deepEqual([file.table.numRows, file.table.complete, file.table.total], [2, false, 3])
})

test('metadata of a bare file', async () => {
  const { dataset } = await open('csv', 'a;b\n1;2\n', { name: 'Qualit%C3%A9_air.csv', headers: { 'last-modified': 'Tue, 05 Mar 2024 10:00:00 GMT' } })
  assert.equal(dataset.metadata.title, 'Qualité air')
  assert.equal(dataset.metadata.modified, '2024-03-05T10:00:00.000Z')
  assert.deepEqual(dataset.downloads, [{ url: 'https://example.org/data/Qualit%C3%A9_air.csv', format: 'csv' }])
})

test('places: WKT, GeoJSON, pairs and columns of coordinates', async () => {
  const wkt = await csv('a,geom\n1,"POLYGON ((7 48, 8 48, 8 49, 7 48))"\n2,POINT EMPTY\n')
  assert.deepEqual(wkt.column('geom'), [{ type: 'Polygon', coordinates: [[[7, 48], [8, 48], [8, 49], [7, 48]]] }, null])
  const pair = await csv('a;geo_point_2d\n1;48.5,7.7\n')
  assert.deepEqual(pair.column('geo_point_2d'), [{ type: 'Point', coordinates: [7.7, 48.5] }])
  const columns = await csv('a;lat;lon\n1;48,5;7,7\n2;;\n3;0;0\n')
  assert.deepEqual(columns.column('geometry'), [{ type: 'Point', coordinates: [7.7, 48.5] }, null, null])
  const ranks = await csv('x;y\n1;2\n3;4\n')
  assert.deepEqual(ranks.types, ['x:number', 'y:number'])
})

test('x and y in metres: by their values, by name, by the author, or not at all', async () => {
  // A corner of Berstheim, as IGN's outlines have it in both systems.
  const near = ([lon, lat]: number[]) => Math.hypot((lon ?? 0) - 7.66182, (lat ?? 0) - 48.79635) < 0.00001
  const check = async (text: string, config = {}) => {
    const [point] = (await csv(text, config)).column('geometry')
    assert.ok(point && typeof point === 'object' && point.type === 'Point' && near(point.coordinates), JSON.stringify(point))
  }
  await check('nom;x;y\nA;1042251,8;6865246,9\n')
  await check('nom;X_L93;Y_L93\nA;1042251,8;6865246,9\n')
  await check('nom;x;y\nA;1042251,8;6865246,9\n', { crs: 'EPSG:2154' })
  // 600000, 6300000 is in Tarn (Lambert-93) and in Meuse (web Mercator): nobody can tell.
  const unsure = await csv('nom;x;y\nA;600000;6300000\n')
  assert.deepEqual(unsure.types, ['nom:string', 'x:number', 'y:number'])
  await assert.rejects(csv('nom;x;y\nA;1;2\n', { crs: 'Lambert 12' }), failure('unsupported', /Lambert 12/))
})

// ── Published files ──────────────────────────────────────────────────────────────────────────────────────────────────

const shared = (name: string, body: () => Promise<void>) => test(name, { skip: noShared }, body)

shared('antennes_cd22: telephone numbers and codes are text, lat and lon make points', async () => {
  const file = await openShared('csv', 'csv/antennes_cd22.csv')
  assert.equal(file.table.numRows, 4)
  for (const name of ['codepostal', 'cdinseecommune', 'tel', 'fax']) assert.ok(file.types.includes(`${name}:string`), name)
  assert.equal(file.column('tel')[0], '02 96 80 00 80')
  assert.deepEqual(file.column('geometry')[0], { type: 'Point', coordinates: [-2.057803, 48.454903] })
})

shared('bal_*: a leading zero, a dotted date, a decimal comma among integers', async () => {
  const locales = await openShared('csv', 'csv/bal_locales.csv')
  assert.deepEqual([locales.table.numRows, locales.column('commune_insee')], [2, ['01001', '01001']])
  assert.deepEqual(locales.column('voie_nom_eus'), ['-', 'Nom de la voie en basque'])
  const sample = await openShared('csv', 'csv/bal_sample.csv')
  assert.equal(sample.table.numRows, 15)
  assert.deepEqual(sample.column('date_der_maj').slice(0, 3), [day('2013-01-26'), null, day('2013-01-26')])
  assert.equal(sample.column('numero')[14], 163)
  assert.equal(sample.table.schema[0]?.name, 'cle_interop')
})

shared('compte_administratif: labelled numbers are codes, amounts are exact', async () => {
  const file = await openShared('csv', 'csv/compte_administratif_grand_est.csv')
  assert.equal(file.table.numRows, 9355)
  assert.deepEqual(file.types.slice(0, 6), [
    'BGT_ANNEE:number year', 'BGT_CONTNAT:string', 'BGT_CONTNAT_LABEL:string', 'BGT_NATURE:string', 'BGT_NATURE_LABEL:string', 'BGT_FONCTION:string',
  ])
  assert.equal(sum(file.column('BGT_MTREAL')), 34_293_214_699)
  assert.equal(file.column('BGT_ANNEE').filter((year) => year === 2017).length, 2270)
})

shared('couverture_vaccinale: repeated headers are no rows, gaps stay gaps, GeoJSON text is a geometry', async () => {
  const file = await openShared('csv', 'csv/couverture_vaccinale.csv')
  assert.equal(file.table.numRows, 404)
  assert.equal(nulls(file.column('TXCOUVGLO_COM_2014')), 3)
  assert.ok(Math.abs(sum(file.column('TXCOUVGLO_COM_2014')) - 23888.2) < 1e-6)
  assert.deepEqual([file.column('NUMCOM')[0], file.column('NUMDEP')[0]], ['01001', '1'])
  assert.deepEqual(file.column('GEO_INFO')[0], { type: 'Point', coordinates: [12.5, 2.8] })
})

shared('covoiturage, irve: booleans, dates, codes', async () => {
  const file = await openShared('csv', 'csv/covoiturage.csv')
  assert.equal(file.table.numRows, 1)
  assert.deepEqual([file.column('insee'), file.column('date_maj'), file.column('ouvert')], [['76217'], [day('2019-06-25')], [true]])
  const irve = await openShared('csv', 'csv/irve_statique.csv')
  assert.equal(irve.table.numRows, 2)
  assert.deepEqual(
    ['siren_amenageur', 'telephone_operateur', 'code_insee_commune'].map((name) => irve.column(name)[0]),
    ['130025265', '111111111', '75001']
  )
  assert.deepEqual(irve.column('date_mise_en_service')[0], day('2020-01-14'))
  assert.deepEqual(irve.column('coordonneesXY')[0], { type: 'Point', coordinates: [7.487105, 48.345345] })
})

shared('windows-1252 without a word', async () => {
  const file = await openShared('csv', 'csv/departements_cp1252.csv')
  assert.equal(file.table.numRows, 101)
  const reunion = file.column('code_departement').indexOf('974')
  assert.deepEqual([file.column('nom_departement')[reunion], file.column('code_region')[reunion]], ['La Réunion', '04'])
  assert.ok(file.column('code_departement').includes('2A'))
  const addresses = await openShared('csv', 'csv/latin1.csv')
  assert.deepEqual(addresses.column('adr'), ['19 rue de la voie lactée saint avé', 'première adresse inconnue'])
})

shared('eaux_baignades: quoted numbers are identifiers, numbers of 17 digits are numbers', async () => {
  const file = await openShared('csv', 'csv/eaux_baignades.csv')
  assert.equal(file.table.numRows, 300)
  assert.deepEqual([file.column('ID')[0], file.column('DEP_NUM')[0]], ['1', '01'])
  assert.equal(nulls(file.column('LONG')), 11)
  assert.equal(file.column('LAT')[2], 45.6566)
  assert.ok(file.types.includes('QEB_2020:string'))
  assert.equal(file.column('TRANSITION').filter((value) => value === false).length, 149)
})

shared('epci_contrat_ville: a pair of coordinates, codes, brackets in names', async () => {
  const file = await openShared('csv', 'csv/epci_contrat_ville.csv')
  assert.equal(file.table.numRows, 37)
  assert.deepEqual([file.column('code_epci')[0], file.column('code_dep')[0]], ['200017341', '34'])
  assert.ok(Math.abs(sum(file.column('st_area(shape)')) - 20838305685.525032) < 1e-3)
  assert.deepEqual(file.column('geo_point_2d')[0], { type: 'Point', coordinates: [3.37305747018, 43.7929180957] })
})

shared('formatting_issues: decimal commas, trailing separators, letters already lost', async () => {
  const file = await openShared('csv', 'csv/formatting_issues.csv')
  assert.deepEqual([file.table.numRows, file.table.schema.length], [12, 6])
  assert.ok(Math.abs(sum(file.column('Volume (m3)')) - 778.377) < 1e-9)
  assert.ok(Math.abs(sum(file.column('Montant (?)')) - 15567.1) < 1e-9)
})

shared('codes of communes, with and without their zeros', async () => {
  const bare = await openShared('csv', 'csv/insee_postal_sans_zeros.csv')
  assert.equal(bare.table.numRows, 38948)
  assert.deepEqual([bare.column('INSEE')[0], bare.column('Codepos')[0]], ['1001', '1400'])
  const full = await openShared('csv', 'csv/populations_communes_insee.csv')
  assert.equal(full.table.numRows, 4999)
  assert.equal(full.column('DEPCOM')[0], '01001')
  assert.equal(sum(full.column('PMUN')), 7_379_960)
})

shared('mobilite_martinique: quoted digits are codes beside bare numbers', async () => {
  const file = await openShared('csv', 'csv/mobilite_martinique.csv')
  assert.deepEqual(file.types, ['i:string', 'j:string', 'fij:number', 'sj:string'])
  assert.deepEqual([file.table.numRows, sum(file.column('fij'))], [119, 57357])
})

shared('ouvertures_poste: BOM and CRLF; hours are text', async () => {
  const file = await openShared('csv', 'csv/ouvertures_poste.csv')
  assert.equal(file.table.numRows, 9999)
  assert.deepEqual(file.types.slice(0, 4), ['#Id:string', 'Lib:string', 'Date:date', 'Pl1:string'])
  assert.equal(file.column('Date')[0], day('2023-04-25'))
})

shared('population_departement_espaces: thousands by spaces', async () => {
  const file = await openShared('csv', 'csv/population_departement_espaces.csv')
  assert.deepEqual([file.table.numRows, sum(file.column('Total'))], [96, 65_627_454])
  assert.ok(file.column('code_departements').includes('2B'))
})

shared('projection_reference: all columns are the same places, to the metre', async () => {
  const file = await openShared('csv', 'csv/projection_reference.csv')
  assert.equal(file.table.numRows, 100)
  const truth = file.column('CRS:84')
  let compared = 0
  for (const name of ['EPSG:2154', 'EPSG:32620', 'EPSG:2972', 'EPSG:2975', 'EPSG:4471']) {
    for (const [row, point] of file.column(name).entries()) {
      const expected = truth[row]
      if (point === null) continue
      assert.ok(typeof point === 'object' && point.type === 'Point' && typeof expected === 'object' && expected?.type === 'Point')
      const [lon = 0, lat = 0] = point.coordinates
      const [lon0 = 0, lat0 = 0] = expected.coordinates
      const metres = Math.hypot((lon - lon0) * Math.cos((lat0 * Math.PI) / 180), lat - lat0) * 111_320
      assert.ok(metres < 1, `${name}, row ${row}: ${metres} m`)
      compared++
    }
  }
  assert.equal(compared, 100)
})

shared('quartiers_prioritaires: numbers, gaps', async () => {
  const file = await openShared('csv', 'csv/quartiers_prioritaires.csv')
  assert.deepEqual([file.table.numRows, file.table.schema.length], [105, 44])
  assert.equal(file.table.schema[0]?.name, 'code_qp')
  assert.equal(sum(file.column('pop_mun')), 358_011)
  assert.equal(nulls(file.column('part_chomprinc')), 55)
  const meta = await openShared('csv', 'csv/meta_qp.csv')
  assert.deepEqual([meta.table.numRows, meta.column('exemple')[0]], [44, 'QP082003'])
})

shared('rephytox and rncp: long names, dd/mm/yyyy, long texts over lines', async () => {
  const file = await openShared('csv', 'csv/rephytox.csv')
  assert.deepEqual([file.table.numRows, file.table.schema.length], [279, 52])
  assert.equal(file.column('Passage : Date')[0], day('2008-04-15'))
  assert.ok(Math.abs(sum(file.column('Résultat : Valeur de la mesure')) - 579.7) < 1e-6)
  assert.equal(file.column('Lieu de surveillance : Mnémonique')[0], '001-P-022')
  const rncp = await openShared('csv', 'csv/rncp_long_text_tabs.csv')
  assert.deepEqual(rncp.column('NUMERO_FICHE'), ['RS5866', 'RS5318', 'RS2118', 'RS5856', 'RS6304', 'RS5867', 'RS5865'])
  assert.deepEqual(rncp.column('DATE_FIN_ENREGISTREMENT').slice(0, 2), [day('2025-02-25'), day('2023-12-16')])
})

shared('twins: sup_assiette in Latin-1 and UTF-8 are one table', async () => {
  const [latin, utf8] = [await openShared('csv', 'csv/sup_assiette_latin1.csv'), await openShared('csv', 'csv/sup_assiette_utf8.csv')]
  assert.equal(utf8.table.numRows, 111)
  assert.deepEqual(new Set(utf8.column('modeGeoAss')), new Set(['Egal au générateur']))
  assert.deepEqual(latin.table.schema, utf8.table.schema)
  assert.deepEqual(latin.table.columns, utf8.table.columns)
})

shared('tri_lill: shapes in cells, a place without one', async () => {
  const file = await openShared('csv', 'csv/tri_lill_geojson_in_csv.csv')
  assert.equal(file.table.numRows, 8)
  const kinds = file.column('geo_shape').map((shape) => (shape && typeof shape === 'object' ? shape.type : shape))
  assert.deepEqual(kinds, ['Polygon', 'Polygon', 'Polygon', null, 'Polygon', 'Polygon', 'MultiPolygon', 'Polygon'])
  assert.deepEqual(file.column('geo_point_2d')[1], { type: 'Point', coordinates: [3.22032921693, 50.62676423] })
  assert.deepEqual([file.column('typ_inond')[0], file.column('datentree')[0]], ['01', day('2014-04-28')])
})

shared('type_qualificatif: tabs', async () => {
  const file = await openShared('csv', 'csv/type_qualificatif.tsv')
  assert.equal(file.table.numRows, 2)
  assert.deepEqual(file.column('some date'), [day('2017-12-12'), day('2017-10-10')])
  assert.equal(file.column('loc')[0], '47.687375,-2.748526')
})

shared('population_departements_cp1252: no-break spaces, decimal comma, total and source set aside', async () => {
  const file = await openShared('csv', 'derived/population_departements_cp1252.csv')
  assert.deepEqual(file.types, [
    'Code département:string', 'Département:string', 'Nombre de communes:number', 'Population municipale:number', 'Part (%):number %', 'Mise à jour:date',
  ])
  assert.equal(file.table.numRows, 101)
  assert.equal(sum(file.column('Population municipale')), 68_350_798)
  assert.equal(sum(file.column('Nombre de communes')), 34_869)
  assert.equal(file.column('Mise à jour')[0], day('2026-01-01'))
  assert.equal(file.dataset.metadata.description, 'Source : INSEE, populations légales ; champ : France hors COM')
  assert.match(file.dataset.metadata.notes?.join() ?? '', /Line 103 is the total/)
})
