import { luminance } from '../color-reader.js'
import type { ChartRenderer } from '../../render/chart-renderer.js'

const namespace = 'http://www.w3.org/2000/svg'
/** Drawn over the colour of each series, by its rank; the first is plain. Tiles of eight pixels. */
const tiles = ['', 'M-2,2l4,-4M0,8l8,-8M6,10l4,-4', 'M2,2h2v2h-2zM6,6h2v2h-2z', 'M0,4h8', 'M4,0v8', 'M0,0l8,8M8,0l-8,8', 'M-2,6l4,4M0,0l8,8M6,-2l4,4', 'M0,0h4v4h-4zM4,4h4v4h-4z']
const filled = new Set([2, 7])
/** Of lines, by the same ranks. */
const dashes = ['', '8 4', '2 3', '12 4 2 4', '4 4', '16 4', '8 3 2 3 2 3', '1 4']

/**
 * Tells the series of a drawing apart by patterns beside colours: hatchings in bars, areas and sectors, dashes on lines, in
 * the legend too. On the drawing itself, so that it is the same whichever engine made it and goes with its SVG.
 */
export function addPatterns(renderer: ChartRenderer): void {
  const colors = [...new Set((renderer.scale('color')?.range ?? []).filter((color): color is string => typeof color === 'string'))]
  if (colors.length < 2 || colors.some((color) => !/^#[\da-f]{6}$/i.test(color))) return
  const svg = renderer.drawing
  svg.querySelector('defs.patterns')?.remove()
  const defs = document.createElementNS(namespace, 'defs')
  defs.setAttribute('class', 'patterns')
  const prefix = `dge-pattern-${Math.random().toString(36).slice(2, 8)}`
  colors.forEach((color, rank) => defs.append(patternOf(color, rank, `${prefix}-${rank}`)))
  svg.prepend(defs)
  for (const element of svg.querySelectorAll<SVGElement>('path, rect, circle')) {
    if (element.closest('defs')) continue
    const fill = colors.indexOf(element.dataset['fill'] ?? element.getAttribute('fill') ?? '')
    const stroke = colors.indexOf(element.getAttribute('stroke') ?? '')
    if (fill >= 0) {
      element.dataset['fill'] = colors[fill]
      if (tiles[fill % tiles.length]) element.setAttribute('fill', `url(#${prefix}-${fill})`)
    } else if (stroke >= 0 && dashes[stroke % dashes.length]) element.setAttribute('stroke-dasharray', dashes[stroke % dashes.length] ?? '')
  }
}

function patternOf(color: string, rank: number, id: string): SVGElement {
  const make = (tag: string, attributes: Readonly<Record<string, string>>) => {
    const element = document.createElementNS(namespace, tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    return element
  }
  const pattern = make('pattern', { id, width: '8', height: '8', patternUnits: 'userSpaceOnUse' })
  const ink = luminance(color) > 0.3 ? '#000000' : '#ffffff'
  const at = rank % tiles.length
  pattern.append(
    make('rect', { width: '8', height: '8', fill: color }),
    make('path', { d: tiles[at] ?? '', fill: filled.has(at) ? ink : 'none', stroke: filled.has(at) ? 'none' : ink, 'stroke-width': '1.5', opacity: '0.75' })
  )
  return pattern
}
