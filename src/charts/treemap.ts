import { hierarchy, treemap as layout, treemapSquarify } from 'd3-hierarchy'
import { charWidth, linesOf } from './axes.js'
import { hierarchical, treeOf } from './hierarchy.js'
import { inkOn, mixed } from './ink.js'
import { amountText, fitted, ownFill, ownInk, ownText, placed, plotOf } from './placed.js'
import type { ChartType } from './chart-type.js'
import type { TreeNode } from './hierarchy.js'

/** Parts of a whole as areas, in one level or several (budgets): a rectangle as large as its value, inside that of its group. */
export const treemap: ChartType = {
  ...hierarchical,
  name: 'treemap',
  title: { fr: 'Carte proportionnelle', en: 'Treemap', de: 'Kacheldiagramm' },
  example: 'color="fonction, poste" size="sum(montant)"',
  alone: true,

  spec(picture, look) {
    const { width, height } = plotOf(look)
    const { size } = picture.channels
    const whole: TreeNode = { label: '', fill: '', children: treeOf(picture, look, treemap.example) }
    const root = hierarchy(whole, ({ children }) => children as TreeNode[] | undefined).sum(({ value }) => value ?? 0).sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    const character = charWidth * (look.theme.fontSize / 13)
    const heads = 18
    const tiles = layout<TreeNode>().tile(treemapSquarify).size([width, height]).round(true).paddingInner(2)
      .paddingTop((node) => (node.depth > 0 && node.children && node.x1 - node.x0 > 50 ? heads : 0))(root)
    const leaves = tiles.leaves().filter(({ depth }) => depth > 0)
    const groups = tiles.descendants().filter(({ depth, children }) => depth > 0 && children)
    const box = ({ x0, y0, x1, y1 }: (typeof leaves)[number]) => ({ x: x0, y: y0, x2: x1, y2: y1 })
    const area = { x2: { field: 'x2' }, y2: { field: 'y2' } }
    const texts = leaves.flatMap((leaf) => {
      const { data: { label, fill, row }, x0, y0, x1, y1 } = leaf
      const [room, lines] = [x1 - x0 - 10, Math.floor((y1 - y0 - 3) / line)]
      const names = named(label, Math.floor(room / character), lines)
      const value = row && size && names.length > 0 && names.length < lines ? fitted(amountText(row, size, look), room, character) : ''
      const base = { x: x0 + 5, ink: inkOn(fill), row: row?.row ?? -1 }
      return [...names, value.endsWith('…') ? '' : value].map((text, at) => ({ ...base, y: y0 + 11 + at * line, label: text })).filter((text) => text.label)
    })
    const headings = groups.map(({ data: { label, fill }, x0, y0, x1 }) => ({ x: x0 + 2, y: y0 + 9, label: x1 - x0 > 50 ? fitted(label, x1 - x0 - 6, character * 1.1) : '', ink: look.theme.text, fill }))
    const mark = { type: 'text', align: 'left', baseline: 'middle', fontSize: look.theme.fontSize - 1 }
    return placed(look, [
      { values: groups.map((group) => ({ ...box(group), fill: mixed(group.data.fill, look.theme.ground, 0.7) })), mark: { type: 'rect' }, encoding: { ...area, ...ownFill } },
      { values: leaves.map((leaf) => ({ ...box(leaf), fill: leaf.data.fill, row: leaf.data.row?.row ?? -1 })), mark: { type: 'rect' }, encoding: { ...area, ...ownFill } },
      { values: texts, mark, encoding: { ...ownInk, ...ownText } },
      { values: headings.filter(({ label }) => label), mark: { ...mark, fontWeight: 'bold' }, encoding: { ...ownInk, ...ownText } },
    ])
  },
}

/** Pixels of a line of text. */
const line = 17

/** A name in as many lines as there is room for; cut when most of it can be read; else none. */
function named(label: string, letters: number, most: number): readonly string[] {
  if (most < 1) return []
  const lines = linesOf(label, letters, Math.min(3, most))
  if (lines.every(({ length }) => length <= letters)) return lines
  const cut = fitted(label, letters, 1, Math.max(6, Math.ceil(label.length * 0.6)))
  return cut ? [cut] : []
}
