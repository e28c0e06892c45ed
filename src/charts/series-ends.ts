import { charWidth } from './axes.js'
import { rolesOf } from './roles.js'
import type { Look, Picture, PictureRow } from './chart-type.js'

/** Names stand this part of the axis apart, at least. */
const apart = 0.065
/** More names beside lines than this are a legend. */
const mostNames = 8

/**
 * Writes each series' name (`label`) beside its last value; `place` is where it stands, moved off its neighbours'. Rows that
 * end nothing have an empty label.
 */
export function withEnds(picture: Picture): Picture {
  const { measure, series } = rolesOf(picture)
  if (!measure || !series || picture.channels.facet || (series.labels?.length ?? 0) > mostNames) return picture
  const last = new Map<string, PictureRow>()
  for (const row of picture.rows) if (typeof row[measure.name] === 'number') last.set(String(row[series.name]), row)
  const [low, high] = measure.extent ?? [0, 1]
  const from = Math.min(low, low > 0 && low <= high / 2 ? 0 : low)
  const places = spread([...last.values()].map((row) => Number(row[measure.name])), (high - from) * apart)
  const ends = new Map([...last].map(([name, row], at) => [row.row, { label: name, place: places[at] ?? null }]))
  return { ...picture, rows: picture.rows.map((row) => ({ ...row, label: '', place: null, ...ends.get(row.row) })) }
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

/** Pixels that the names take beside the drawing. */
export function nameRoom(picture: Picture): number {
  const labels = rolesOf(picture).series?.labels ?? []
  return Math.ceil(Math.max(0, ...labels.map((label) => label.length)) * charWidth) + 12
}
