import { charWidth, scaleType } from './axes.js'
import { rolesOf } from './roles.js'
import type { Channel, Look, Picture, PictureRow } from './chart-type.js'

/** Names stand this part of the axis apart, at least. */
const apart = 0.065
/** More names beside lines than this are a legend. */
const mostNames = 8

/**
 * Writes each series' name (`label`) beside its last value; `place` is where it stands, moved off its neighbours'. Rows that
 * end nothing have an empty label.
 */
export function withEnds(picture: Picture, look: Pick<Look, 'touches'>): Picture {
  const { measure, series } = rolesOf(picture)
  if (!measure || !series || picture.channels.facet || (series.labels?.length ?? 0) > mostNames) return picture
  const last = new Map<string, PictureRow>()
  for (const row of picture.rows) if (typeof row[measure.name] === 'number') last.set(String(row[series.name]), row)
  const places = spreadOn(measure, look, [...last.values()].map((row) => Number(row[measure.name])), apart, true)
  const ends = new Map([...last].map(([name, row], at) => [row.row, { label: name, place: places[at] ?? null }]))
  return { ...picture, rows: picture.rows.map((row) => ({ ...row, label: '', place: null, ...ends.get(row.row) })) }
}

type Bend = readonly [there: (value: number) => number, back: (value: number) => number]
const signed = (bend: (value: number) => number) => (value: number) => Math.sign(value) * bend(Math.abs(value))

/** How scales bend what they show, and back. */
const bends: Readonly<Partial<Record<string, Bend>>> = {
  log: [Math.log, Math.exp],
  symlog: [signed(Math.log1p), signed(Math.expm1)],
  sqrt: [signed(Math.sqrt), signed((value) => value * value)],
}

/** Values of a channel moved apart where they stand nearer than this part of its axis, on the scale that the author asks for; `zero` where the axis begins there unless the values are far from it. */
export function spreadOn(channel: Channel, look: Pick<Look, 'touches'>, values: readonly number[], part: number, zero = false): readonly number[] {
  const [there, back] = bends[scaleType(channel, look) ?? ''] ?? [Number, Number]
  const [low, high] = channel.extent ?? [0, 1]
  const from = zero && low > 0 && low <= high / 2 && Number.isFinite(there(0)) ? 0 : low
  return spread(values.map(there), (there(high) - there(from)) * part).map(back)
}

/** Values moved apart by `least` where they are nearer, each group about its own middle. */
export function spread(values: readonly number[], least: number): readonly number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value)
  const groups: { values: number[]; middle: number }[] = []
  for (const { value } of order) {
    groups.push({ values: [value], middle: value })
    for (let [last, before] = [groups.at(-1), groups.at(-2)]; last && before; [last, before] = [groups.at(-1), groups.at(-2)]) {
      if (last.middle - before.middle >= ((last.values.length + before.values.length) / 2) * least) break
      groups.pop()
      before.values.push(...last.values)
      before.middle = before.values.reduce((sum, each) => sum + each, 0) / before.values.length
    }
  }
  const placed = groups.flatMap(({ values: { length }, middle }) => Array.from({ length }, (_, at) => middle + (at - (length - 1) / 2) * least))
  const result = new Array<number>(values.length)
  order.forEach(({ at }, rank) => (result[at] = placed[rank] ?? 0))
  return result
}

/** Whether names stand beside the lines in place of a legend: few, short beside the drawing's width, and not refused. */
export function hasDirectNames(picture: Picture, { width, touches }: Look): boolean {
  const { series } = rolesOf(picture)
  const labels = series?.labels ?? []
  if (touches.legend !== 'auto' || labels.length < 2 || labels.length > mostNames || picture.channels.facet) return false
  const longest = Math.max(...labels.map((label) => label.length))
  return longest * charWidth <= width * 0.28
}
