import { group } from 'd3-array'
import { rolesOf } from './roles.js'
import type { PictureRow } from './chart-type.js'
import type { Raw } from './gather.js'

/** Adds the missing rows of each series as gaps, so that a line breaks where nothing was measured; all series of a stack have the same places, in each small multiple its own. */
export function withGaps(raw: Raw, isApart: (places: readonly unknown[], others: ReadonlySet<unknown>) => boolean = () => false): readonly PictureRow[] {
  const { dimension, series, measure } = rolesOf(raw)
  if (!dimension || !series || !measure || raw.rows.length > 5000) return raw.rows
  return [...group(raw.rows, ({ facet }) => facet)].flatMap(([facet, own]) => {
    const placesOf = new Map([...group(own, (row) => String(row[series.name]))].map(([label, rows]) => [label, rows.map((row) => row[dimension.name])]))
    const joined = (series.labels ?? []).filter((label) => {
      const places = placesOf.get(label)
      return places && !isApart(places, new Set([...placesOf].flatMap(([other, theirs]) => (other === label ? [] : theirs))))
    })
    return [...group(own, (row) => row[dimension.name])].flatMap(([place, rows]) => {
      const there = new Set(rows.map((row) => String(row[series.name])))
      const missing = joined.filter((label) => !there.has(label))
      const gaps = missing.map((label): PictureRow => ({
        row: -1, from: -1, [dimension.name]: place, [series.name]: label, [measure.name]: null, ...(facet === undefined ? {} : { facet }),
      }))
      return [...rows, ...gaps]
    })
  })
}

/** As `withGaps`; a series that was measured at times of its own, or at regular longer ones, misses nothing where only others have a value. */
export function withGapsOfSeries(raw: Raw): readonly PictureRow[] {
  return withGaps(raw, (places, others) => {
    const times = [...new Set(places)].filter((place) => typeof place === 'number').sort((a, b) => a - b)
    if (times.length < new Set(places).size || times.length < 3) return false
    const [first = 0, last = 0] = [times[0], times.at(-1)]
    if (![...others].some((place) => typeof place === 'number' && place > first && place < last && !times.includes(place))) return false
    const steps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
    const isRegular = Math.max(...steps) <= 1.5 * Math.min(...steps)
    return isRegular || times.filter((time) => others.has(time)).length < times.length / 2
  })
}
