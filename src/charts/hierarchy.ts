import { DgeError } from '../data/errors.js'
import { colorsFor, plainColor } from './colors.js'
import { defaultDimension, defaultMeasure, dimensionTerm, isMeasure } from './defaults.js'
import { present } from './encoding.js'
import { amountOf } from './placed.js'
import type { ChannelName, ChartType, EncodeContext, Encoding, Look, Picture, PictureRow } from './chart-type.js'

/** A node of the tree of a picture: a row at the leaves, the sum of its parts above. */
export interface TreeNode {
  readonly label: string
  readonly fill: string
  readonly row?: PictureRow
  readonly value?: number
  readonly children?: readonly TreeNode[]
}

/** Levels of a hierarchy that can be read. */
export const levelNames: readonly ChannelName[] = ['color', 'color2', 'color3']

/** What types of parts of a whole in levels share: the channels, the defaults, what is drawn where there is no whole. */
export const hierarchical = {
  bands: true,
  tail: 'summed',
  most: { categories: 20, series: 40 },
  roles: { measure: 'size', dimension: 'color', series: 'color2' },
  channels: {
    color: { required: true, scales: ['nominal', 'ordinal'], several: 'levels' },
    size: { required: true, scales: ['quantitative'] },
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: false, scales: ['quantitative'] },
  },

  /** The measure is what is measured, wherever it is written; the levels are the rest. */
  encode(given: Encoding, { schema }: EncodeContext): Encoding {
    const { x = [], y = [], size: [own] = [], color, color2, color3 } = given
    const others = [...y, ...x]
    const measured = own ?? others.find((term) => isMeasure(term, schema)) ?? defaultMeasure(schema)
    const level = others.find((term) => term !== measured) ?? dimensionTerm(defaultDimension(schema, { words: true }))
    return present({ color: color ?? [level], ...(color2 ? { color2 } : {}), ...(color3 ? { color3 } : {}), size: [measured] })
  },

  instead({ channels: { size, color } }, { encoding }) {
    const why = size?.extent && size.extent[0] < 0 ? 'has negative values: they are no parts of a whole'
      : size?.extent && size.extent[1] === 0 ? 'sums to zero: there is no whole to share' : ''
    if (!why || !size || !color) return undefined
    return { type: 'bar', encoding: present({ x: encoding.color ?? [], y: encoding.size ?? [] }), hint: `“${size.title}” ${why}. Bars are drawn instead.` }
  },
} satisfies Partial<ChartType>

/** The picture's rows as a tree of its levels, in the order of the labels; each top part and what is in it has one colour. */
export function treeOf(picture: Picture, look: Look, example: string): readonly TreeNode[] {
  const { color, size } = picture.channels
  const levels = levelNames.filter((name) => picture.channels[name])
  if (!color || !size) throw new DgeError('query', 'A hierarchy needs its levels on color and a number on size', { hint: example })
  const labels = color.labels ?? []
  const distinct = levels.length > 1 || labels.length <= look.theme.palette.length
  const colors = distinct ? colorsFor(color, look) : undefined
  const plain = plainColor(color, look)
  const single = 'value' in plain && typeof plain.value === 'string' ? plain.value : (look.theme.palette[0] ?? look.theme.text)
  const grow = (rows: readonly PictureRow[], depth: number, fill: string): TreeNode[] => {
    const name = levels[depth]
    const parts = new Map<string, PictureRow[]>()
    for (const row of rows) {
      const label = String(name ? (row[name] ?? '') : '')
      parts.set(label, [...(parts.get(label) ?? []), row])
    }
    return [...parts].map(([label, members]): TreeNode => {
      const tint = depth === 0 ? (colors?.[labels.indexOf(label)] ?? single) : fill
      const [only] = members
      if (depth === levels.length - 1) return { label, fill: tint, value: members.reduce((sum, row) => sum + amountOf(row, size), 0), ...(only ? { row: only } : {}) }
      return { label, fill: tint, children: grow(members, depth + 1, tint) }
    })
  }
  return grow(picture.rows.filter((row) => amountOf(row, size) > 0), 0, single)
}
