import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random } from '../data/random.js'
import { assertAlike } from './streamed-files.js'

type Cell = (random: Random, row: number) => string

const two = (number: number) => String(number).padStart(2, '0')

const columns: Readonly<Record<string, Cell>> = {
  code_insee: (random) => String(1001 + random.int(94_000)).padStart(5, '0'),
  code: (random) => String(random.int(100_000)).padStart(5, '0'),
  entier: (random) => String(random.int(3_000_000) - 100_000),
  point: (random) => (random.int(100_000_000) / 1000).toFixed(random.int(4)),
  virgule: (random) => (random.int(10_000_000) / 100).toFixed(2).replace('.', ','),
  long: (random) => `${random.int(1e6)}${two(random.int(100))}${String(random.int(1e6)).padStart(6, '0')}`,
  milliers: (random) => `${1 + random.int(999)} ${String(random.int(1000)).padStart(3, '0')}`,
  ambigu: (random) => `${1 + random.int(999)},${String(random.int(1000)).padStart(3, '0')}`,
  jour: (random) => `${two(1 + random.int(28))}/${two(1 + random.int(12))}/20${two(random.int(25))}`,
  iso: (random) => `20${two(random.int(25))}-${two(1 + random.int(12))}-${two(1 + random.int(28))}`,
  date_maj: (random) => `20${two(random.int(25))}${two(1 + random.int(12))}${two(1 + random.int(28))}`,
  oui: (random) => random.pick(['Oui', 'Non', '']),
  petit: (random) => String(random.int(12)),
  pourcent: (random) => `${random.int(100)},${random.int(10)} %`,
  mots: (random) => Array.from({ length: 1 + random.int(5) }, () => random.pick(['été', 'route', 'l’eau', 'n°', 'à', 'pont'])).join(' '),
}

/** What turns up late in a column, and whether it is still what it was. */
const late = ['en cours', 'NC', '-', '', ' 12', '12 ', '012', '1e5', '+5', '1.234,5', '12,5', '12.5', '−7', '1 234', '12 €', '99999999999999999', '-0', '0', '31/02/2024', '2024-02-30', '"', 'a""b', '\u00a0', '=1+1', 'Total']

/** A CSV file as nobody should write it. */
function dirtyCsv(seed: number): Uint8Array {
  const random = new Random(seed)
  const separator = random.pick([',', ';', '\t', '|'])
  const names = Object.keys(columns).filter(() => random.chance(0.45))
  if (names.length < 2) names.push('texte', 'autre')
  const quoting = random.pick([0, 0.02, 0.3, 1])
  const quote = (cell: string) => (random.chance(quoting) || /["\n\r]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const lineBreaks = random.pick([['\n'], ['\r\n'], ['\r\n', '\n']])
  const surprises = new Map(Array.from({ length: random.int(4) }, () => [random.int(2500), [random.pick(names), random.pick(late)] as const]))
  let text = names.map(quote).join(separator) + (lineBreaks[0] ?? '\n')
  for (let row = 0; row < 2500; row++) {
    const surprise = surprises.get(row)
    const cells = names.map((name) => {
      if (surprise?.[0] === name) return surprise[1]
      if (random.chance(0.01)) return random.pick(['', ' ', 'NC', '\n', 'a\r\nb', `x${separator}y`, 'dit "oui"', 'é'])
      return columns[name]?.(random, row) ?? random.pick(['mot', ''])
    })
    // Short rows, and long ones of nothing.
    if (random.chance(0.01)) cells.splice(1 + random.int(cells.length))
    else if (random.chance(0.01)) cells.push('', '')
    text += cells.map(quote).join(separator) + random.pick(lineBreaks)
    if (random.chance(0.001)) text += random.pick(['\n', `${separator}\n`, `"pas fermé${separator}x"y${separator}\n`, '  \n'])
  }
  if (random.chance(0.2)) text = text.trimEnd()
  const encoding = random.pick(['utf-8', 'utf-8', 'mark', 'latin'])
  if (encoding === 'latin') return Uint8Array.from(Array.from(text.replace(/[^\x00-\xff]/g, '?')), (letter) => letter.charCodeAt(0))
  return new TextEncoder().encode(encoding === 'mark' ? `\ufeff${text}` : text)
}

it('a dirty CSV file is the same table, or the same error, whichever way it is read', { timeout: 240_000 }, async () => {
  let streamed = 0
  // 358: with a piece more or less at its beginning another separator would seem better.
  for (const seed of [...Array.from({ length: 60 }, (_, index) => index + 1), 358]) {
    const bytes = dirtyCsv(seed)
    const found = await assertAlike('csv', bytes, [65_536, 4099, 997][seed % 3] ?? 997).catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause })
    })
    if (found.streamed) streamed++
  }
  assert.ok(streamed > 40, `${streamed} tables`)
})

it('a number that only the last of many rows shows to be none makes the column what the whole makes it', async () => {
  for (const last of ['fin', '007', '1,5', 'NC', '1e9', '1234567890123', '-0', '12345678901234567890', '2024-01-01']) {
    const lines = Array.from({ length: 70_000 }, (_, row) => `${row};${(row / 100).toFixed(2)};${row % 7}`)
    await assertAlike('csv', new TextEncoder().encode(['n;x;petit', ...lines, `${last};${last};${last}`].join('\n')), 65_536)
  }
})
