import { DgeError } from '../data/errors.js'
import { defaultDimension, defaultMeasure, dimensionTerm, isMeasure } from './defaults.js'
import { present } from './encoding.js'
import { inkOf } from './ink.js'
import { amountOf, ownFill, ownText, placed, plotOf } from './placed.js'
import type { Channel, ChartType, Look, Picture, PictureRow } from './chart-type.js'

/** Pixels of the smallest letters. */
const smallest = 11

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Words as large as they are frequent. The same words stand at the same places every time; the exact values are in the data table. */
export const wordcloud: ChartType = {
  name: 'wordcloud',
  title: { fr: 'Nuage de mots', en: 'Word cloud', de: 'Wortwolke' },
  light: true,
  example: 'text="mot" size="count()"',
  alone: true,
  bands: true,
  most: { categories: 80 },
  tail: 'out',
  roles: { measure: 'size', dimension: 'x' },
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: false, scales: ['quantitative'] },
    text: { required: false, scales: ['nominal', 'ordinal'] },
    size: { required: true, scales: ['quantitative'] },
  },

  /** The words are on x, whichever channel the author took for them. */
  encode(given, { schema }) {
    const { x: [first] = [], y: [second] = [], text: [words] = [], size: [size] = [] } = given
    const others = [first, second].filter((term) => term !== undefined)
    const measured = size ?? others.find((term) => isMeasure(term, schema)) ?? defaultMeasure(schema)
    const dimension = words ?? others.find((term) => term !== measured) ?? dimensionTerm(defaultDimension(schema, { words: true }))
    return present({ x: [dimension], size: [measured] })
  },

  instead({ channels: { x, size } }, { encoding }) {
    if (!x || !((size?.extent?.[0] ?? 0) < 0)) return undefined
    return { type: 'bar', encoding: present({ x: encoding.x ?? [], y: encoding.size ?? [] }), hint: `“${size?.title}” has negative values: no word has a size below zero. Bars are drawn in place of type="wordcloud".` }
  },

  spec(picture, look) {
    const { x, size } = picture.channels
    if (!x || !size) throw new DgeError('query', 'type="wordcloud" needs words on text and a number on size', { hint: wordcloud.example })
    const mark = { type: 'text', align: 'center', baseline: 'middle', fontWeight: 600 }
    const letters = { size: { field: 'letters', type: 'quantitative', scale: null, legend: null } }
    return placed(look, [{ values: cloudOf(picture, look), mark, encoding: { ...letters, ...ownFill, ...ownText } }])
  },
}

/** Words along a spiral from the middle, the largest first, each where it meets no other: as large as all find a place. */
function cloudOf(picture: Picture, look: Look) {
  const { width, height } = plotOf(look)
  const { size } = picture.channels
  const rows = picture.rows.filter((row) => amountOf(row, size) > 0).sort((a, b) => amountOf(b, size) - amountOf(a, size) || a.row - b.row)
  let largest = Math.max(22, Math.min(64, width / 9, height / 5))
  let words = wordsAt(rows, largest, size, look)
  while (words.length < rows.length && largest > 22) {
    largest *= 0.85
    words = wordsAt(rows, largest, size, look)
  }
  return words
}

/** Those that find no place are left out: they are in the data table. */
function wordsAt(rows: readonly PictureRow[], largest: number, size: Channel | undefined, look: Look) {
  const { width, height } = plotOf(look)
  const [first] = rows
  const most = first ? amountOf(first, size) : 1
  const taken: Box[] = []
  return rows.flatMap((row, rank) => {
    const label = String(row.x ?? '')
    const letters = Math.round(smallest + (largest - smallest) * Math.sqrt(amountOf(row, size) / most))
    const place = spot({ width: (label.length * 0.7 + 0.5) * letters, height: letters * 1.15 + 2 }, taken, width, height)
    if (!place) return []
    taken.push(place)
    return [{ x: place.x + place.width / 2, y: place.y + place.height / 2, label, letters, fill: inkOf(look.theme.palette[rank % look.theme.palette.length] ?? '', look.theme), row: row.row }]
  })
}

function spot({ width, height }: Pick<Box, 'width' | 'height'>, taken: readonly Box[], right: number, bottom: number): Box | undefined {
  const flat = bottom / right
  for (let turn = 0; turn < 1600; turn++) {
    const angle = turn * 0.22
    const away = turn * 0.32
    const box = { x: right / 2 + Math.cos(angle) * away - width / 2, y: bottom / 2 + Math.sin(angle) * away * flat - height / 2, width, height }
    if (box.x < 0 || box.y < 0 || box.x + width > right || box.y + height > bottom) continue
    if (taken.every((other) => box.x + width <= other.x || other.x + other.width <= box.x || box.y + height <= other.y || other.y + other.height <= box.y)) return box
  }
  return undefined
}
