import { rolesOf } from '../../charts/index.js'
import { ActiveOption } from '../frame/active-option.js'
import { optionOf } from './option-of.js'
import type { TemplateResult } from 'lit'
import type { Picture, PictureRow } from '../../charts/index.js'
import type { Picks } from './picks.js'
import type { Scene } from './scene.js'
import type { Tooltip } from './tooltip.js'

/** Reads a chart by keyboard: arrows go from mark to mark in reading order, along the axis of a series and across to the others. */
export class Keyboard {
  readonly #scene: Scene
  readonly #tooltip: Tooltip
  readonly #picks: Picks
  /** The mark that the keyboard is on, as it is heard. */
  readonly option = new ActiveOption()
  #current: number | undefined
  /** Where an extended choice began. */
  #anchor: number | undefined

  constructor(scene: Scene, tooltip: Tooltip, picks: Picks) {
    this.#scene = scene
    this.#tooltip = tooltip
    this.#picks = picks
  }

  /** The mark that the keyboard is on. */
  get current(): PictureRow | undefined {
    return this.#scene.rowOf(this.#current)
  }

  leave(): void {
    this.#anchor = undefined
    if (this.#current === undefined) return
    this.#current = undefined
    this.option.go(undefined)
    this.#tooltip.hide()
    this.ring()
  }

  renderOption(): TemplateResult {
    const { picture, locale } = this.#scene
    return this.option.render(() => picture && optionOf(picture, picture.rows[0], locale), this.#current !== undefined && this.#picks.has(this.#current))
  }

  /** True when the key was for the chart. */
  press({ key, shiftKey }: KeyboardEvent): boolean {
    const { picture } = this.#scene
    if (!picture || picture.rows.length === 0) return false
    if (key === 'Enter' || key === ' ') {
      const { current } = this
      if (current && isPickable(current)) this.#picks.toggle(current, shiftKey)
      return current !== undefined
    }
    if (key === 'Escape') {
      if (this.#current === undefined && this.#tooltip.open) {
        this.#tooltip.hide()
        return true
      }
      if (this.#current === undefined) return this.#picks.clear()
      this.#go(undefined)
      return true
    }
    if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return false
    const before = this.current
    const next = nextRow(picture, before, key)
    if (shiftKey && before && next && isPickable(before)) this.#extend(picture, before, next)
    else this.#anchor = undefined
    this.#go(next)
    return true
  }

  /** A range along the axis holds every series, as when it is dragged. */
  #extend(picture: Picture, before: PictureRow, next: PictureRow): void {
    const { rows } = picture
    this.#anchor ??= before.row
    const at = (rank: number) => rows.findIndex(({ row }) => row === rank)
    const [from, to] = [at(this.#anchor), at(next.row)].sort((a, b) => a - b) as [number, number]
    const along = rolesOf(picture).dimension?.name
    const chosen = rows.slice(from, to + 1)
    const places = new Set(chosen.map((row) => along && row[along]))
    this.#picks.range(along ? rows.filter((row) => places.has(row[along])) : chosen)
  }

  #go(row: PictureRow | undefined): void {
    const { picture, locale, marks } = this.#scene
    this.#current = row?.row
    this.option.go(picture && optionOf(picture, row, locale))
    this.#scene.say('')
    this.ring()
    const box = row && marks.boxOf(row.row)
    if (row && box) this.#tooltip.show(row, box.x + box.width, box.y)
    else this.#tooltip.hide()
  }

  /** The frame around the mark that the keyboard is on. */
  ring(): void {
    const overlay = this.#scene.find('.overlay')
    const old = this.#scene.find('.ring')
    const box = this.#current === undefined ? undefined : this.#scene.marks.boxOf(this.#current)
    if (!overlay || !box) return old?.remove()
    const ring = old ?? document.createElement('div')
    ring.className = 'ring'
    ring.style.transform = `translate(${box.x - 3}px, ${box.y - 3}px)`
    ring.style.width = `${box.width + 6}px`
    ring.style.height = `${box.height + 6}px`
    if (!old) overlay.append(ring)
    ring.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
}

/** Whether the row is one of the source's. */
function isPickable({ from }: PictureRow): boolean {
  return from >= 0
}

/** The row that a key leads to: left and right along the axis, up and down to the other series of the same place. */
export function nextRow(picture: Picture, from: PictureRow | undefined, key: string): PictureRow | undefined {
  const { rows } = picture
  if (key === 'Home') return rows[0]
  if (key === 'End') return rows.at(-1)
  const forward = key === 'ArrowRight' || key === 'ArrowDown'
  if (!from) return forward ? rows[0] : rows.at(-1)
  const { dimension, series: told } = rolesOf(picture)
  const series = told === dimension ? undefined : told
  const at = rows.findIndex(({ row }) => row === from.row)
  const candidates = forward ? rows.slice(at + 1) : rows.slice(0, at).reverse()
  if (!dimension || (!series && !picture.channels.facet)) return candidates[0] ?? from
  const across = key === 'ArrowUp' || key === 'ArrowDown'
  const samePlace = (row: PictureRow) => row[dimension.name] === from[dimension.name] && (!series || row.facet === from.facet)
  const sameSeries = (row: PictureRow) => !series || row[series.name] === from[series.name]
  if (across) return candidates.find(samePlace) ?? from
  const next = candidates.find((row) => sameSeries(row) && row.facet === from.facet)
  // At the end of a series, reading goes on with the next facet.
  return next ?? candidates.find((row) => row.facet !== from.facet && sameSeries(row)) ?? from
}
