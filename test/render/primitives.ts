/** An SVG element, from whichever parser. */
export interface SvgElement {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly (SvgElement | string)[]
}

/** One visible shape or text with its paint, in pixels of the drawing. */
export interface Primitive {
  /** Vega's kind and role of the mark: `rect mark`, `text axis-label`. */
  readonly role: string
  readonly points: readonly number[]
  readonly paint: Readonly<Record<string, string>>
  readonly text: string
}

const paints = ['fill', 'stroke', 'stroke-width', 'opacity', 'fill-opacity', 'stroke-opacity', 'stroke-dasharray', 'font-size', 'font-family', 'font-weight', 'font-style', 'text-anchor'] as const
const ofText: ReadonlySet<string> = new Set(['font-size', 'font-family', 'font-weight', 'font-style', 'text-anchor'])
const shapePaints = paints.filter((name) => !ofText.has(name))
const defaults: Readonly<Record<string, string>> = { opacity: '1', 'fill-opacity': '1', 'stroke-opacity': '1', 'stroke-width': '1', fill: 'none', stroke: 'none', 'font-weight': 'normal', 'stroke-dasharray': '' }

interface State {
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly role: string
  readonly paint: Readonly<Record<string, string>>
  readonly shown: boolean
}

/** All visible shapes and texts of a drawing, by role in their order. */
export function primitivesOf(root: SvgElement): ReadonlyMap<string, readonly Primitive[]> {
  const found = new Map<string, Primitive[]>()
  visit(root, { x: 0, y: 0, angle: 0, role: '', paint: {}, shown: true }, (primitive) => {
    const list = found.get(primitive.role)
    if (list) list.push(primitive)
    else found.set(primitive.role, [primitive])
  })
  return found
}

function visit(element: SvgElement, outer: State, add: (primitive: Primitive) => void): void {
  const { tag, attributes } = element
  if (tag === 'defs' || attributes['display'] === 'none') return
  const state = inside(attributes, outer)
  if (['path', 'line', 'text', 'rect'].includes(tag)) {
    const primitive = read(element, state)
    if (primitive) add(primitive)
    return
  }
  for (const child of element.children) if (typeof child !== 'string') visit(child, state, add)
}

function inside(attributes: SvgElement['attributes'], outer: State): State {
  let { x, y, angle } = outer
  const { transform } = attributes
  for (const [, name, numbers = ''] of transform === undefined ? [] : String(transform).matchAll(/(translate|rotate)\(([^)]*)\)/g)) {
    const [a = 0, b = 0] = numbers.split(/[\s,]+/).map(Number)
    const turn = (angle * Math.PI) / 180
    if (name === 'rotate') angle += a
    else {
      x += Math.cos(turn) * a - Math.sin(turn) * b
      y += Math.sin(turn) * a + Math.cos(turn) * b
    }
  }
  const [, kind, role] = attributes['class'] === undefined ? [] : (/mark-(\w+) role-([\w-]+)/.exec(String(attributes['class'])) ?? [])
  const paint: Record<string, string> = { ...outer.paint }
  for (const name of paints) if (attributes[name] !== undefined) paint[name] = String(attributes[name])
  return { x, y, angle, role: kind ? `${kind} ${role}` : outer.role, paint, shown: outer.shown && Number(attributes['opacity'] ?? 1) !== 0 }
}

function read({ tag, attributes, children }: SvgElement, state: State): Primitive | undefined {
  const { x, y, angle, role, paint } = state
  // Vega writes what has no place too; nothing of it is seen.
  if (/NaN/.test([attributes['x2'], attributes['y2'], attributes['transform']].join())) return undefined
  const isGround = attributes['class'] === 'background' || attributes['class'] === 'foreground'
  const kept: Record<string, string> = {}
  for (const name of tag === 'text' ? paints : shapePaints) kept[name] = paint[name] ?? defaults[name] ?? ''
  if (kept['stroke'] === 'none' || Number(kept['stroke-width']) === 0 || kept['stroke'] === 'transparent') Object.assign(kept, { stroke: 'none', 'stroke-width': '', 'stroke-dasharray': '', 'stroke-opacity': '' })
  if (kept['fill'] === 'transparent') kept['fill'] = 'none'
  if (kept['fill'] === 'none') kept['fill-opacity'] = ''
  if (kept['fill']?.startsWith('url(')) kept['fill'] = 'gradient'
  const moved = (points: readonly number[]) => points.map((value, at) => value + (at % 2 ? y : x))
  const text = children.map((child) => (typeof child === 'string' ? child : child.children.join(''))).join('\n')
  if (isGround && kept['stroke'] === 'none' && kept['fill'] === 'none') return undefined
  if (!state.shown && role !== 'symbol mark') return undefined
  if (tag === 'rect') return undefined
  if (tag === 'text') return text ? { role, points: [x, y, angle], paint: kept, text } : undefined
  if (tag === 'line' && !attributes['stroke'] && !paint['stroke']) return undefined
  if (tag === 'line') return { role, points: moved(ordered([0, 0, Number(attributes['x2'] ?? 0), Number(attributes['y2'] ?? 0)])), paint: kept, text: '' }
  if (/NaN/.test(String(attributes['d']))) return undefined
  const points = moved(pathPoints(String(attributes['d'] ?? '')))
  return points.length === 0 ? undefined : { role: isGround ? 'background' : role, points, paint: kept, text: '' }
}

/** A line is the same from either end. */
function ordered([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: readonly number[]): readonly number[] {
  return x1 < x2 || (x1 === x2 && y1 <= y2) ? [x1, y1, x2, y2] : [x2, y2, x1, y1]
}

/** The points that a path passes, control points of curves included, those of round corners not. */
export function pathPoints(path: string): readonly number[] {
  const points: number[] = []
  let [x, y] = [0, 0]
  const go = (nx: number, ny: number) => points.push((x = nx), (y = ny))
  for (const [, command = '', rest = ''] of path.matchAll(/([MLHVhvlCAZz])([^MLHVhvlCAZz]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+(?:e[-+]?\d+)?/gi) ?? []).map(Number)
    const at = (index: number) => numbers[index] ?? NaN
    if (command === 'M' || command === 'L') for (let index = 0; index + 1 < numbers.length; index += 2) go(at(index), at(index + 1))
    if (command === 'l') for (let index = 0; index + 1 < numbers.length; index += 2) go(x + at(index), y + at(index + 1))
    if (command === 'H') go(at(0), y)
    if (command === 'h') go(x + at(0), y)
    if (command === 'V') go(x, at(0))
    if (command === 'v') go(x, y + at(0))
    if (command === 'C') for (let index = 0; index + 5 < numbers.length; index += 6) for (const part of [0, 2, 4]) go(at(index + part), at(index + part + 1))
    if (command === 'A') for (let index = 0; index + 6 < numbers.length; index += 7) go(at(index + 5), at(index + 6))
  }
  return points
}
