import { rolesOf } from './roles.js'
import type { PictureRow } from './chart-type.js'
import type { Raw } from './gather.js'

/** Adds the missing rows of each series as gaps, so that a line breaks where nothing was measured. */
export function withGaps(raw: Raw): readonly PictureRow[] {
  const { dimension, series, measure } = rolesOf(raw)
  if (!dimension || !series || !measure || raw.rows.length > 5000) return raw.rows
  const places = new Map<unknown, PictureRow[]>()
  for (const row of raw.rows) {
    const place = row[dimension.name]
    places.set(place, [...(places.get(place) ?? []), row])
  }
  return [...places].flatMap(([place, rows]) => {
    const there = new Set(rows.map((row) => String(row[series.name])))
    const missing = (series.labels ?? []).filter((label) => !there.has(label))
    const gaps = missing.map((label): PictureRow => ({
      row: -1, from: -1, [dimension.name]: place, [series.name]: label, [measure.name]: null,
    }))
    return [...rows, ...gaps]
  })
}
