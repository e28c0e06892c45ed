import { readClassOptions } from '../data/classification.js'
import { withUnit } from '../data/with-unit.js'
import { readLayer } from './encoding.js'
import type { LayerOptions } from './drawing.js'
import type { LayerEncoding, LayerText } from './encoding.js'
import type { Metadata } from '../data/dataset.js'
import type { Schema } from '../data/schema.js'
import type { Runtime } from '../data/source.js'
import type { Table } from '../data/table.js'

/** The attributes that say what a layer shows: of `dge-map` itself and of each `dge-layer`. */
export interface LayerAttributes extends LayerText {
  readonly classes: number | undefined
  readonly method: string | undefined
  readonly breaks: string | undefined
  readonly palette: string | undefined
  readonly unit: string | undefined
  readonly heading: string | undefined
}

/** The answer to a layer's question, with what it was asked for. */
export interface LayerData {
  readonly table: Table
  readonly encoding: LayerEncoding
  readonly attributes: LayerAttributes
  readonly metadata: Metadata | undefined
}

/** @throws DgeError `geometry`, `field` or `query` */
export function encodingOf(attributes: LayerAttributes, schema: Schema, { parseTerms }: Runtime): LayerEncoding {
  optionsOf(attributes, 0, undefined) // bad options are told before the data are fetched
  return readLayer(attributes, schema, parseTerms)
}

/** The attributes' words as numbers and names. @throws DgeError `query` */
export function optionsOf(attributes: LayerAttributes, rank: number, title: string | undefined): LayerOptions {
  const { classes, method, breaks, palette } = attributes
  return {
    rank,
    ...(title ? { title } : {}),
    ...readClassOptions({ classes, method, breaks }),
    ...(palette?.trim() ? { palette } : {}),
  }
}

/** What a layer draws, with the author's unit. */
export function measured(table: Table, { value, color, size }: LayerEncoding, unit: string | undefined): Table {
  return withUnit(table, unit, [(value ?? color ?? size)?.as])
}
