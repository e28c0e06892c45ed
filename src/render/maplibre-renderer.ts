import { DgeError } from '../data/errors.js'
import { glPower } from './gl.js'
import { drawn } from './maplibre-drawn.js'
import { copyOf, keepForPaper } from './maplibre-paper.js'
import { basemapId, isOutline, selectionId, styleOf } from './maplibre-style.js'
import { startWorker } from './maplibre-worker.js'
import type { MapFrame, MapView } from './maplibre-style.js'
import type { Renderer } from './renderer.js'
import type { Extent } from '../data/filter.js'
import type { Geometry } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'

export type { MapFrame, MapView } from './maplibre-style.js'

type MapLibre = typeof import('maplibre-gl')

/** The world is wider than a phone at 0, and is shown whole there, with ground around. */
const leastZoom = -2

/** A feature under the pointer, and where that is. */
export interface Hit {
  readonly source: string
  readonly id: number
  readonly lngLat: readonly [longitude: number, latitude: number]
}

/** What the renderer tells. */
export interface MapListener {
  /** The reader clicked or tapped; undefined beside every feature. */
  readonly onPick: (hit: Hit | undefined) => void
  /** The view moved: what hangs on a place must follow. */
  readonly onMove: () => void
  /** Background tiles fail; told once. */
  readonly onBasemapError: () => void
  /** The browser took the picture away: it draws so many maps and no more. */
  readonly onLost: () => void
}

/** Loads the engine; the browser keeps the module, so calling again is free. @throws DgeError `network`, `unsupported` in a browser that cannot read it */
export async function loadMapLibre(): Promise<MapLibre> {
  try {
    return await import('maplibre-gl')
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new DgeError('unsupported', 'This browser is too old for the map engine', { cause })
    throw new DgeError('network', 'The code of the map engine could not be loaded', { cause })
  }
}

/** Brings the engine and starts its worker. @throws DgeError `network` */
export async function warmMapLibre(): Promise<void> {
  startWorker(await loadMapLibre())
}

/**
 * Draws features with MapLibre GL in a container. No requests but for a basemap: no glyphs, no sprites. Without a graphics
 * card outlines and antialiasing are left out, so that moving the map stays smooth.
 * @see https://maplibre.org/maplibre-gl-js/docs/
 */
export class MapLibreRenderer implements Renderer<MapFrame> {
  readonly #container: HTMLElement
  readonly #listener: MapListener
  #map: MapLibreMap | undefined
  #frame: MapFrame | undefined
  #view = ''
  #drawing = new AbortController()
  #basemapFailed = false
  /** What is shown, however large the place is; undefined once the reader moved the map: the view is his from then on. */
  #shown: MapView | undefined

  constructor(container: HTMLElement, listener: MapListener) {
    this.#container = container
    this.#listener = listener
  }

  /** @throws DgeError `unsupported` without WebGL 2 or when the worker cannot start; AbortError when superseded */
  async update(frame: MapFrame): Promise<void> {
    this.#drawing.abort()
    this.#drawing = new AbortController()
    const { signal } = this.#drawing
    if (glPower() === 'none') throw new DgeError('unsupported', 'This browser has no WebGL 2, which maps need')
    const engine = await loadMapLibre()
    signal.throwIfAborted()
    if (this.#map) this.#change(this.#map, frame)
    else this.#map = this.#create(engine, frame)
    // Around the world lies what lies under it.
    this.#container.style.backgroundColor = frame.ground
    this.#frame = frame
    this.#say(frame.words)
    this.#look(frame.view)
    await drawn(this.#map, Object.keys(frame.sources), signal)
  }

  destroy(): void {
    this.#drawing.abort()
    this.#map?.remove()
    this.#map = undefined
  }

  /** Marks features as picked; none takes the mark away. */
  select(geometries: readonly Geometry[]): void {
    const source = this.#map?.getSource<GeoJSONSource>(selectionId)
    source?.setData({
      type: 'FeatureCollection',
      features: geometries.map((geometry) => ({ type: 'Feature', geometry, properties: {} })),
    })
  }

  /** Where a place is in the container, in pixels; undefined before the first drawing. */
  project(lngLat: readonly [number, number]): { readonly x: number; readonly y: number } | undefined {
    return this.#map?.project([lngLat[0], lngLat[1]])
  }

  zoom(steps: number): void {
    const map = this.#map
    this.#shown = undefined
    map?.easeTo({ zoom: map.getZoom() + steps, ...pace(300) })
  }

  pan(x: number, y: number): void {
    this.#shown = undefined
    this.#map?.panBy([x, y], pace(200))
  }

  /** Moves the view so that the place is well inside it; nothing when it is. */
  reveal(lngLat: readonly [number, number]): void {
    const at = this.project(lngLat)
    const { clientWidth: width, clientHeight: height } = this.#container
    const inside = at && at.x > width * 0.1 && at.x < width * 0.9 && at.y > height * 0.15 && at.y < height * 0.85
    if (inside) return
    this.#shown = undefined
    this.#map?.easeTo({ center: [lngLat[0], lngLat[1]], ...pace(300) })
  }

  /** Shows the whole box. */
  fit(extent: Extent): void {
    this.#show({ extent }, 300)
  }

  /** The picture as a canvas of its own. @throws DgeError before the first drawing */
  async snapshot(): Promise<HTMLCanvasElement> {
    const map = this.#map
    if (!map) throw new DgeError('internal', 'There is no map to take a picture of')
    return new Promise((resolve) => {
      map.once('render', () => resolve(copyOf(map)))
      map.triggerRepaint()
    })
  }

  /** Rows drawn at the moment, per source: what tests and counts need. */
  rendered(): readonly Hit[] {
    const hits = this.#map?.queryRenderedFeatures() ?? []
    return hits.flatMap(({ source, id }) => (typeof id === 'number' ? [{ source, id, lngLat: [NaN, NaN] as const }] : []))
  }

  #create(engine: MapLibre, frame: MapFrame): MapLibreMap {
    startWorker(engine)
    try {
      const map = new engine.Map({
        container: this.#container,
        style: styleOf(frame),
        attributionControl: false,
        maplibreLogo: false,
        keyboard: false,
        dragRotate: false,
        touchPitch: false,
        pitchWithRotate: false,
        renderWorldCopies: false,
        maxPitch: 0,
        minZoom: leastZoom,
        transformConstrain: (center, zoom) => ({ center: new engine.LngLat(held(center.lng, 180), held(center.lat, 85)), zoom: Math.max(leastZoom, Math.min(22, zoom)) }),
        fadeDuration: 0,
        validateStyle: false,
        cooperativeGestures: true,
        canvasContextAttributes: { antialias: glPower() === 'hardware' },
        reduceMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      })
      map.touchZoomRotate.disableRotation()
      this.#listen(map)
      keepForPaper(map)
      return map
    } catch (cause) {
      throw new DgeError('unsupported', 'The map engine could not start', { cause })
    }
  }

  #listen(map: MapLibreMap): void {
    const canvas = map.getCanvas()
    // The element around it has the name, the keys and the focus.
    canvas.removeAttribute('tabindex')
    canvas.removeAttribute('aria-label')
    canvas.setAttribute('role', 'presentation')
    map.on('move', () => this.#listener.onMove())
    map.on('movestart', (event) => {
      if (event.originalEvent !== undefined) this.#shown = undefined
    })
    map.on('resize', () => {
      if (this.#shown) this.#show(this.#shown)
      this.#listener.onMove()
    })
    map.on('webglcontextlost', () => this.#listener.onLost())
    map.on('click', (event) => this.#listener.onPick(this.#hit(map, event)))
    map.on('mousemove', (event) => {
      canvas.style.cursor = this.#hit(map, event, 0) ? 'pointer' : ''
    })
    map.on('error', (event) => {
      const { sourceId } = event as { sourceId?: string }
      if (sourceId !== basemapId || this.#basemapFailed) return
      this.#basemapFailed = true
      this.#listener.onBasemapError()
    })
  }

  #hit(map: MapLibreMap, { point, lngLat }: MapMouseEvent, reach = 5): Hit | undefined {
    const layers = this.#frame?.layers.filter(({ metadata }) => !isOutline(metadata)).map(({ id }) => id)
    if (!layers) return undefined
    const exact = map.queryRenderedFeatures(point, { layers })
    const near = exact.length > 0 || reach === 0 ? exact : map.queryRenderedFeatures(
      [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers })
    const found = near.find(({ id }) => typeof id === 'number')
    return found && { source: found.source, id: Number(found.id), lngLat: [lngLat.lng, lngLat.lat] }
  }

  /** New data and style in the same map: the view and the GL context stay, unchanged features are not read anew. */
  #change(map: MapLibreMap, frame: MapFrame): void {
    const before = styleOf(this.#frame ?? frame)
    const after = styleOf(frame)
    if (JSON.stringify(before.layers) !== JSON.stringify(after.layers) || this.#frame?.basemap !== frame.basemap) {
      for (const { id } of before.layers) map.removeLayer(id)
      for (const id of Object.keys(before.sources)) if (after.sources[id] === undefined || id === basemapId) map.removeSource(id)
      for (const [id, source] of Object.entries(after.sources)) if (!map.getSource(id)) map.addSource(id, source)
      for (const layer of after.layers) map.addLayer(layer)
    }
    for (const [id, features] of Object.entries(frame.sources)) {
      if (this.#frame?.sources[id] && this.#frame.sources[id] !== features) map.getSource<GeoJSONSource>(id)?.setData(features)
    }
  }

  #fit([west, south, east, north]: Extent, duration: number): void {
    const { clientWidth: width, clientHeight: height } = this.#container
    // In a very small container the padding would leave no room.
    const padding = Math.min(this.#frame?.padding ?? 16, width / 6, height / 6)
    // Where it is narrow, the buttons in the corner would stand on what is shown.
    const right = width < 480 ? Math.min(56, width / 5) : padding
    this.#map?.fitBounds([[west, south], [east, north]], { padding: { top: padding, bottom: padding, left: padding, right: Math.max(padding, right) }, maxZoom: 15, ...pace(duration) })
  }

  /** How it is moved by wheel and fingers; the engine's own words stay as they were when it started, in whatever language. */
  #say({ wheel, fingers }: MapFrame['words']): void {
    const places = this.#container.querySelector('.maplibregl-cooperative-gesture-screen')?.children ?? []
    const words = [/Mac/.test(navigator.userAgent) ? wheel.replace(/Ctrl|Strg/, '⌘') : wheel, fingers]
    for (const [at, place] of [...places].entries()) place.textContent = words[at] ?? ''
  }

  #look(view: MapView): void {
    const key = JSON.stringify(view)
    if (key === this.#view) return
    this.#view = key
    this.#show(view)
  }

  #show(view: MapView, duration = 0): void {
    this.#shown = view
    if ('extent' in view) this.#fit(view.extent, duration)
    else this.#map?.jumpTo({ center: [view.center[0], view.center[1]], zoom: view.zoom })
  }
}

const held = (angle: number, most: number): number => Math.max(-most, Math.min(most, angle))

/** Movement takes its time only for readers who don't mind. */
function pace(duration: number): { duration: number } {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : duration }
}
