import { hierarchy, partition } from 'd3-hierarchy'
import { charWidth } from './axes.js'
import { hierarchical, treeOf } from './hierarchy.js'
import { fitted, inkOn, mixed, ownFill, ownInk, ownText, placed, plotOf } from './placed.js'
import type { ChartType } from './chart-type.js'
import type { TreeNode } from './hierarchy.js'

/** Parts of a whole in rings, from the groups inside to their parts outside (budgets). */
export const sunburst: ChartType = {
  ...hierarchical,
  name: 'sunburst',
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
      const [angle, middle] = [(a0 + a1) / 2, (r0 + r1) / 2]
      const chord = 2 * middle * Math.sin(Math.min(Math.PI, a1 - a0) / 2)
      // Level text has the thickness of the ring at its sides, the length of the arc above and below.
      const room = Math.abs(Math.sin(angle)) * (r1 - r0) + Math.abs(Math.cos(angle)) * Math.min(chord, 2 * (r1 - r0))
      const high = Math.abs(Math.sin(angle)) * chord + Math.abs(Math.cos(angle)) * (r1 - r0)
      return { a0: angle, r1: middle, ink, row, label: chord < 15 || high < 15 ? '' : fitted(name, room * 0.92 - 4, charWidth * 0.92, r0 === radius * hole ? 8 : Infinity) }
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
