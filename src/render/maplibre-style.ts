import { glPower } from './gl.js'
import type { Extent } from '../data/filter.js'
import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'

/** What one drawing of a map needs. */
export interface MapFrame {
  /** Features by source name; ids are whole numbers. A frame with the same objects reads nothing anew. */
  readonly sources: Readonly<Record<string, FeatureCollection>>
  /** From bottom to top. */
  readonly layers: readonly LayerSpecification[]
  /** Colour under everything. */
  readonly ground: string
  /** Colour of what is picked. */
  readonly selection: string
  /** Address of raster tiles with {z}, {x}, {y}. */
  readonly basemap?: string
  /** What to show at first; the reader's own view stays while this is the same. */
  readonly view: MapView
  /** Room to leave around what is fitted in, in pixels. */
  readonly padding: number
  /** Words of the gestures: wheel, two fingers. */
  readonly words: { readonly wheel: string; readonly fingers: string }
}

/** A place and a zoom, or a box to fit in. */
export type MapView =
  | { readonly center: readonly [longitude: number, latitude: number]; readonly zoom: number }
  | { readonly extent: Extent }

export const basemapId = 'dge-basemap'
export const selectionId = 'dge-selection'
const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** The style of a frame: its sources and layers between ground, basemap and what is picked; a lighter one without a graphics card. */
export function styleOf({ sources, layers, ground, selection, basemap }: MapFrame): StyleSpecification {
  const light = glPower() !== 'hardware'
  const own = light ? layers.filter(({ metadata }) => !isOutline(metadata) || metadata.outline !== 'spared').map(withoutAntialias) : layers
  const all = Object.entries({ ...sources, [selectionId]: nothing })
  return {
    version: 8,
    sources: {
      ...(basemap ? { [basemapId]: { type: 'raster' as const, tiles: [basemap], tileSize: 256, maxzoom: 19 } } : {}),
      ...Object.fromEntries(all.map(([name, data]) => [name, { type: 'geojson' as const, data, tolerance: 0.1, maxzoom: 14 }])),
    },
    layers: [
      { id: 'dge-ground', type: 'background', paint: { 'background-color': ground } },
      ...(basemap ? [{ id: basemapId, type: 'raster' as const, source: basemapId }] : []),
      ...own,
      ...selectionLayers(selection),
    ],
  }
}

/** The layer draws the outline of another one: it is not picked by itself. */
export function isOutline(metadata: unknown): metadata is { readonly outline: unknown } {
  return typeof metadata === 'object' && metadata !== null && 'outline' in metadata
}

function withoutAntialias(layer: LayerSpecification): LayerSpecification {
  return layer.type === 'fill' ? { ...layer, paint: { ...layer.paint, 'fill-antialias': false } } : layer
}

function selectionLayers(color: string): LayerSpecification[] {
  const isPoint: ['==', ['geometry-type'], string] = ['==', ['geometry-type'], 'Point']
  return [
    {
      id: `${selectionId}-line`,
      type: 'line',
      source: selectionId,
      filter: ['!', isPoint],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': color, 'line-width': 3 },
    },
    {
      id: `${selectionId}-point`,
      type: 'circle',
      source: selectionId,
      filter: isPoint,
      paint: { 'circle-radius': 8, 'circle-opacity': 0, 'circle-stroke-color': color, 'circle-stroke-width': 3 },
    },
  ]
}
