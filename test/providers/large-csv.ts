import { Random } from '../data/random.js'

/** How a generated file is written. */
export interface WrittenCsv {
  readonly text: string
  readonly separator: string
  /** A column whose cells are all different. */
  readonly unique: string
}

type Cell = (random: Random, row: number) => string

/** Columns as they are published, each with what makes it hard to type while it arrives. */
const columns: Readonly<Record<string, Cell>> = {
  categorie: (random) => random.pick(['Agriculture', 'Énergie', 'Santé', 'Bâtiment', 'eau; gaz', 'dit "le grand"', '', 'NC']),
  code_insee: (random) => String(1001 + random.int(90_000)).padStart(5, '0'),
  siren: (random) => String(100_000_000 + random.int(800_000_000)),
  entier: (random) => (random.chance(0.02) ? random.pick(['', 'NC', '-', 's']) : String(random.int(2_000_000) - 1000)),
  valeur: (random) => (random.int(1_000_000) / 100).toFixed(2),
  'montant (€)': (random) => (random.int(10_000_000) / 100).toFixed(random.int(3)).replace('.', ','),
  'taux en %': (random) => `${(random.int(1000) / 10).toFixed(1).replace('.', ',')} %`,
  milliers: (random) => String(random.int(5_000_000)).replace(/\B(?=(\d{3})+$)/g, random.pick([' ', '\u00a0', '\u202f'])),
  trois: (random) => `${1 + random.int(900)}.${String(random.int(1000)).padStart(3, '0')}`,
  presque: (random, row) => (row === 2900 ? 'en cours' : (random.int(1_000_000) / 1000).toFixed(3)),
  zero: (random, row) => (row === 2500 ? '007' : String(random.int(1_000_000))),
  date_maj: (random) => `${2015 + random.int(10)}${String(1 + random.int(12)).padStart(2, '0')}${String(1 + random.int(28)).padStart(2, '0')}`,
  jour: (random) => `${String(1 + random.int(28)).padStart(2, '0')}/${String(1 + random.int(12)).padStart(2, '0')}/${2015 + random.int(10)}`,
  horodatage: (random) => `2024-0${1 + random.int(9)}-${10 + random.int(18)}T${10 + random.int(13)}:${10 + random.int(49)}:${10 + random.int(49)}`,
  annee: (random) => String(1990 + random.int(35)),
  actif: (random) => random.pick(['Oui', 'non', '']),
  mixte: (random) => random.pick(['1', '2,5', '3.5', 'x']),
  texte: (random) => Array.from({ length: 1 + random.int(6) }, () => random.pick(['route', 'école', 'Source', ' eau', '😀', 'a "b"', 'l’été', '\n', 'mairie', 'nota :'])).join(' '),
  vide: () => '',
}

/** A file of `rows` rows with some of the columns, and with what stands between rows in real files. */
export function largeCsv(seed: number, rows: number): WrittenCsv {
  const random = new Random(seed)
  const separator = random.pick([',', ';', '\t', '|'])
  const lineBreak = random.pick(['\n', '\r\n'])
  const names = Object.keys(columns).filter(() => random.chance(0.55))
  const quotesAll = random.chance(0.2)
  const quote = (cell: string) => (quotesAll || random.chance(0.02) || /["\n\r]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const header = ['cle', ...names].map(quote).join(separator)
  const lines = random.chance(0.2) ? ['Titre du fichier', '', header] : [header]
  for (let row = 0; row < rows; row++) {
    const cells = [`k${row}`, ...names.map((name) => columns[name]?.(random, row) ?? '')].map(quote)
    if (random.chance(0.001) && !quotesAll) while (cells.length > 2 && cells.at(-1) === '') cells.pop()
    lines.push(cells.join(separator))
    if (random.chance(0.002)) lines.push(random.pick(['', separator.repeat(names.length), header, `Source : INSEE${separator.repeat(names.length)}`]))
  }
  if (random.chance(0.3)) lines.push('', 'Source : INSEE, recensement')
  if (random.chance(0.2) && names.includes('entier')) lines.push(['Total', ...names.map((name) => (name === 'entier' ? String(1_000_000 * rows) : ''))].join(separator))
  return { text: lines.join(lineBreak) + (random.chance(0.7) ? lineBreak : ''), separator, unique: 'cle' }
}
