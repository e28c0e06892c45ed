import type { MapTheme } from './map-theme.js'
import type { FeatureCollection } from 'geojson'
import type { DataDrivenPropertyValueSpecification, LayerSpecification } from 'maplibre-gl'

/** Colour of each feature: one for all, or by its class (`c`, absent = no data). */
export type Paint = DataDrivenPropertyValueSpecification<string>

/**
 * What is drawn of one row: its class and its size in pixels. Short names: there may be a hundred thousand of them.
 * `c` is left out where there is no value.
 */
export interface FeatureValues {
  readonly c?: number
  /** Radius of a point, or width of a line. */
  readonly s?: number
}

/** What a layer type needs to know of a source of features. */
export interface LayerLook {
  /** Name of the source; starts the names of its layers. */
  readonly source: string
  readonly color: Paint
  /** Whether features have a size of their own (`s`). */
  readonly sized: boolean
  readonly features: number
  /** How large areas are: outlines side by side must not hide the colours. */
  readonly areas: AreaScale
  /** A background must show through. */
  readonly overlay: boolean
  readonly theme: MapTheme
}

/** How large the areas of a layer are. */
export interface AreaScale {
  /** The zoom from which on the middle one of them is 16 pixels wide. */
  readonly zoom: number
  /** They cover little of what lies around them. */
  readonly scattered: boolean
}

/** How one kind of geometry is drawn. The name is MapLibre's layer type. */
export interface LayerType {
  readonly name: 'circle' | 'line' | 'fill'
  /** Geometry types of GeoJSON that it draws. */
  readonly geometries: readonly string[]
  /** Layers from bottom to top. `metadata.outline` marks outlines: those that are `spared` may be left out on slow machines. */
  layers(look: LayerLook): readonly LayerSpecification[]
}

/** Rows as features: ids are row numbers, properties are `FeatureValues`. */
export type MapFeatures = FeatureCollection

/** Keeps the features of the type's geometries. */
export function geometryFilter(geometries: readonly string[]): ['in', ['geometry-type'], ['literal', string[]]] {
  return ['in', ['geometry-type'], ['literal', [...geometries]]]
}

/** Radius of a point without size, in pixels. */
export const plainRadius = 5
/** Width of a line without size, in pixels. */
export const plainWidth = 2.5
/** Width of the largest value. */
export const mostWidth = 12

/** Radius of the largest of so many points: many large ones would hide each other. */
export function mostRadius(points: number): number {
  return Math.min(28, Math.max(8, 40 / Math.max(1, points) ** 0.2))
}
