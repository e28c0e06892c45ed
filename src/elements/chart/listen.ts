import { c2mChart } from 'chart2music'
import { html } from 'lit'
import { readingWordsOf } from '../../charts/reading-words.js'
import { rolesOf } from '../../charts/index.js'
import { summaryWordsOf } from '../../charts/summary-words.js'
import { formatValue } from '../../locale/index.js'
import { openDialog } from '../frame/dialog.js'
import type { Picture, PictureRow } from '../../charts/index.js'
import type { Value } from '../../data/table.js'
import type { Scene } from './scene.js'

/** One value as it is played. */
interface Note {
  readonly x: number
  readonly y: number
  readonly label?: string
}

/**
 * Plays the chart as sound: a note per value, the higher the greater, by chart2music. In a dialog of its own, whose arrow
 * keys are the library's; it makes its elements one by one, so that a strict policy of the page holds.
 */
export function listen(scene: Scene, title: string): void {
  const { picture, locale } = scene
  const notes = picture && notesOf(picture)
  if (!picture || !notes) return
  const words = readingWordsOf(locale)
  const { dimension, measure } = rolesOf(picture)
  const places = placesOf(picture)
  const wordOf = (place: Value | undefined) => (dimension && !dimension.labels ? formatValue(place, dimension.field, locale) : String(place ?? ''))
  const body = html`<div class="listen" tabindex="0" role="application" aria-label=${title}><p class="heard">${title}</p></div>
    <button type="button" part="play-button">${words.play}</button>`
  const dialog = openDialog(scene.host, { title: summaryWordsOf(locale).listen, text: words.listenHelp, body })
  const [element, cc] = [dialog.querySelector<HTMLElement>('.listen'), dialog.querySelector<HTMLElement>('.heard')]
  if (!element || !cc) return
  const { err, data } = c2mChart({
    type: typeOf(scene, picture),
    element,
    cc,
    lang: locale.language,
    title,
    data: notes,
    axes: {
      x: { label: dimension?.title ?? '', format: (x: number) => wordOf(places[x]) },
      y: { label: measure?.title ?? '', format: (y: number) => (measure ? formatValue(y, measure.field, locale) : String(y)) },
    },
    options: { enableSound: true },
  })
  if (err) console.warn(`[dge] <dge-chart> chart2music: ${err}`)
  dialog.querySelector('[part="play-button"]')?.addEventListener('click', () => {
    element.focus()
    // Home, then the library's own "play all to the right".
    for (const key of [{ key: 'Home' }, { key: 'End', shiftKey: true }]) element.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }))
  })
  dialog.addEventListener('close', () => data?.cleanUp(), { once: true })
}

function typeOf({ type }: Scene, { channels }: Picture): 'line' | 'pie' | 'scatter' | 'bar' {
  if (type?.joins) return 'line'
  if (channels.theta) return 'pie'
  return channels.x?.scale === 'quantitative' && channels.y?.scale === 'quantitative' ? 'scatter' : 'bar'
}

/** Whether there is something to play: one measure along something. */
export function canPlay(picture: Picture | undefined): boolean {
  return picture !== undefined && notesOf(picture) !== undefined
}

/** The values, by series where there are several; places are counted from 0, but for measured ones. */
function notesOf(picture: Picture): Note[] | Record<string, Note[]> | undefined {
  const { dimension, measure, series } = rolesOf(picture)
  if (!dimension || !measure) return undefined
  const rankOf = new Map(placesOf(picture).map((place, at) => [place, at]))
  const noteOf = (row: PictureRow): Note[] => {
    const y = row[measure.name]
    const x = rankOf.get(placeOf(picture, row))
    return typeof y === 'number' && x !== undefined ? [{ x, y }] : []
  }
  const groups: Record<string, Note[]> = {}
  for (const row of picture.rows) {
    const name = series && series !== dimension ? String(row[series.name] ?? '') : ''
    groups[name] = [...(groups[name] ?? []), ...noteOf(row)]
  }
  const names = Object.keys(groups).filter((name) => (groups[name] ?? []).length > 0)
  if (names.length === 0) return undefined
  return names.length === 1 ? groups[names[0] ?? ''] : Object.fromEntries(names.map((name) => [name || measure.title, groups[name] ?? []]))
}

/** The places of the dimension, each once, in the order of reading. */
function placesOf(picture: Picture): readonly Value[] {
  return [...new Set(picture.rows.map((row) => placeOf(picture, row)))]
}

function placeOf(picture: Picture, row: PictureRow): Value {
  const { dimension } = rolesOf(picture)
  return (dimension && row[dimension.name]) ?? null
}
