import { Random } from '../data/random.js'

const categories = ['Agriculture', 'Commerce', 'Construction', 'Culture', 'Éducation', 'Énergie', 'Finance', 'Industrie', 'Logement', 'Santé', 'Tourisme', 'Transport']
const words = 'route école communauté budget vote projet annexe réseau eau forêt voirie salle mairie énergie bus tram lycée collège piscine stade théâtre parc jardin pont quai zone atelier'.split(' ')

export const bigColumns = ['date', 'commune', 'epci', 'categorie', 'entier', 'valeur', 'valeur_fr', 'texte'] as const

const two = (number: number) => String(number).padStart(2, '0')

/** Cells of so many rows as published files have them: dates, codes with leading zeros, amounts in both writings, free text. */
export function* bigRows(count: number): Generator<readonly string[]> {
  const random = new Random(12_345)
  for (let row = 0; row < count; row++) {
    const department = two(1 + random.int(95))
    yield [
      `${2015 + random.int(10)}-${two(1 + random.int(12))}-${two(1 + random.int(28))}`,
      department + String(1 + random.int(600)).padStart(3, '0'),
      `2${department}${String(1000 + random.int(9000)).padStart(6, '0')}`,
      random.pick(categories),
      String(random.int(100_000)),
      (random.int(1_000_000) / 100).toFixed(2),
      (random.int(1_000_000) / 100).toFixed(2).replace('.', ','),
      Array.from({ length: 3 + random.int(4) }, () => random.pick(words)).join(' '),
    ]
  }
}

/** The same as CSV: 90 bytes a row. */
export function bigCsv(count: number): string {
  const lines: string[] = [bigColumns.join(',')]
  for (const cells of bigRows(count)) lines.push(cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','))
  return `${lines.join('\n')}\n`
}
