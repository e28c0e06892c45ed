import { hierarchy, partition } from 'd3-hierarchy'
import { charWidth } from './axes.js'
import { hierarchical, treeOf } from './hierarchy.js'
import { inkOn, mixed } from './ink.js'
import { ownFill, ownInk, ownText, placed, plotOf } from './placed.js'
import type { ChartType } from './chart-type.js'
import type { TreeNode } from './hierarchy.js'

/** Parts of a whole in rings, from the groups inside to their parts outside (budgets). */
export const sunburst: ChartType = {
  ...hierarchical,
  name: 'sunburst',
  title: { fr: 'Anneaux emboîtés', en: 'Sunburst', de: 'Sunburst-Diagramm' },
  light: true,
  example: 'color="fonction, poste" size="sum(montant)"',
  alone: true,

  spec(picture, look) {
    const { width, height } = plotOf(look)
    const whole: TreeNode = { label: '', fill: '', children: treeOf(picture, look, sunburst.example) }
    const root = hierarchy(whole, ({ children }) => children as TreeNode[] | undefined).sum(({ value }) => value ?? 0)
    const radius = Math.min(width, height) / 2 - 2
    const hole = 0.22
    // The root is the hole; each level has its ring.
    const rings = partition<TreeNode>().size([2 * Math.PI, 1])(root)
    const step = (radius * (1 - hole)) / root.height
    const nodes = rings.descendants().filter(({ depth }) => depth > 0).map(({ x0, x1, depth, data }) => {
      const inner = radius * hole + (depth - 1) * step
      const fill = mixed(data.fill, look.theme.ground, (depth - 1) * 0.28)
      return { a0: x0, a1: x1, r0: inner, r1: inner + step, fill, row: data.row?.row ?? -1, name: data.label, ink: inkOn(fill) }
    })
    const texts = nodes.map(({ a0, a1, r0, r1, name, ink, row }) => {
      const sector = { a0, a1, r0, r1 }
      // Less than most of a name says nothing.
      const least = Math.max(8, Math.ceil(name.length * 0.6))
      const letters = Array.from({ length: Math.max(1, name.length - least + 1) }, (_, less) => name.length - less).find((count) => holds(sector, count * charWidth))
      return { a0: (a0 + a1) / 2, r1: (r0 + r1) / 2, ink, row, label: letters === undefined ? '' : letters < name.length ? `${name.slice(0, letters - 1).trimEnd()}…` : name }
    })
    const turn = (field: string) => ({ field, type: 'quantitative', scale: null, stack: null })
    return placed(look, [
      {
        values: nodes, polar: true, mark: { type: 'arc', stroke: look.theme.ground, strokeWidth: 1.5 },
        encoding: { theta: turn('a0'), theta2: { field: 'a1' }, radius: turn('r1'), radius2: { field: 'r0' }, ...ownFill },
      },
      { values: texts.filter(({ label }) => label), polar: true, mark: { type: 'text', fontSize: look.theme.fontSize - 2 }, encoding: { theta: turn('a0'), radius: turn('r1'), ...ownInk, ...ownText } },
    ])
  },
}

/** Pixels of a line of text. */
const lineHeight = 14

/** Whether level text so many pixels wide lies in the sector, when it stands in its middle. */
function holds({ a0, a1, r0, r1 }: { readonly a0: number; readonly a1: number; readonly r0: number; readonly r1: number }, wide: number): boolean {
  const [angle, middle] = [(a0 + a1) / 2, (r0 + r1) / 2]
  const [cx, cy] = [middle * Math.sin(angle), -middle * Math.cos(angle)]
  return [-1, -0.5, 0, 0.5, 1].every((across) => [-1, 1].every((down) => {
    const [x, y] = [cx + (across * wide) / 2, cy + (down * lineHeight) / 2]
    const far = Math.hypot(x, y)
    // Turned so that the middle of the sector points up.
    const off = Math.atan2(x * Math.cos(angle) + y * Math.sin(angle), x * Math.sin(angle) - y * Math.cos(angle))
    return far >= r0 + 1 && far <= r1 - 1 && Math.abs(off) <= (a1 - a0) / 2
  }))
}
