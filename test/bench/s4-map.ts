import { Bodies, dgeScript, packageFile } from './pages.js'
import { unthrottled } from './scenario.js'
import { bodyOf } from './server.js'
import type { Page } from 'playwright-core'
import type { Contestant, Scenario, Stage } from './scenario.js'

const box = [5, 47.5, 8.5, 49.8] as const

function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** 5,000 neighbouring polygons (a grid of 100 × 50 whose corners and edges are moved), 13 points each, with a value. */
function polygons() {
  const random = seeded(11)
  const [wide, high, parts] = [100, 50, 3]
  const moved = Array.from({ length: (wide * parts + 1) * (high * parts + 1) }, () => [random() - 0.5, random() - 0.5] as const)
  const corner = (x: number, y: number): [number, number] => {
    const [dx, dy] = moved[y * (wide * parts + 1) + x] ?? [0, 0]
    const at = (low: number, top: number, step: number, by: number, count: number) => +(low + ((step + by * 0.6) / (count * parts)) * (top - low)).toFixed(6)
    return [at(box[0], box[2], x, dx, wide), at(box[1], box[3], y, dy, high)]
  }
  const features = Array.from({ length: wide * high }, (_, index) => {
    const [x, y] = [(index % wide) * parts, Math.floor(index / wide) * parts]
    const edge = [0, 1, 2]
    const ring = [...edge.map((k) => corner(x + k, y)), ...edge.map((k) => corner(x + parts, y + k)), ...edge.map((k) => corner(x + parts - k, y + parts)), ...edge.map((k) => corner(x, y + parts - k)), corner(x, y)]
    return { type: 'Feature', properties: { code: String(index).padStart(5, '0'), valeur: Math.round(random() * 1000) }, geometry: { type: 'Polygon', coordinates: [ring] } }
  })
  return { type: 'FeatureCollection', features }
}

/** 100,000 places. */
function points() {
  const random = seeded(13)
  const features = Array.from({ length: 100_000 }, (_, index) => ({
    type: 'Feature',
    properties: { id: index, valeur: Math.round(random() * 1000) },
    geometry: { type: 'Point', coordinates: [+(box[0] + random() * (box[2] - box[0])).toFixed(5), +(box[1] + random() * (box[3] - box[1])).toFixed(5)] },
  }))
  return { type: 'FeatureCollection', features }
}

const colour = "['#eff3ff','#bdd7e7','#6baed6','#3182bd','#08519c']"
const leaflet = (isPoints: boolean) => `
import L from 'leaflet'
const data = await (await fetch('/${isPoints ? 'points' : 'polygons'}.geojson')).json(), scale = ${colour}
const map = L.map('map', { preferCanvas: true }).setView([48.6, 6.8], 8)
L.geoJSON(data, { ${isPoints
    ? "pointToLayer: (feature, at) => L.circleMarker(at, { radius: 3, weight: 0, fillOpacity: 0.8, fillColor: scale[Math.min(4, feature.properties.valeur / 200 | 0)] })"
    : 'style: (feature) => ({ weight: 1, color: "#fff", fillOpacity: 0.8, fillColor: scale[Math.min(4, feature.properties.valeur / 200 | 0)] })'} }).addTo(map)
requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true }))`

const maplibre = (isPoints: boolean) => `
import { Map, setWorkerUrl } from 'maplibre-gl'
setWorkerUrl('/chunks/maplibre-gl-worker.js')
const map = new Map({ container: 'map', center: [6.8, 48.6], zoom: 7, attributionControl: false, style: { version: 8, sources: { data: { type: 'geojson', data: '/${isPoints ? 'points' : 'polygons'}.geojson' } }, layers: [
  ${isPoints
    ? "{ id: 'a', type: 'circle', source: 'data', paint: { 'circle-radius': 3, 'circle-color': ['step', ['get', 'valeur'], '#eff3ff', 200, '#bdd7e7', 400, '#6baed6', 600, '#3182bd', 800, '#08519c'] } }"
    : "{ id: 'a', type: 'fill', source: 'data', paint: { 'fill-color': ['step', ['get', 'valeur'], '#eff3ff', 200, '#bdd7e7', 400, '#6baed6', 600, '#3182bd', 800, '#08519c'] } }, { id: 'b', type: 'line', source: 'data', paint: { 'line-color': '#fff' } }"}] } })
map.once('idle', () => { window.drawn = true })`

/** Drags the map for a second: the longest wait between two frames, and how many there were. */
async function drag(page: Page): Promise<Readonly<Record<string, number>>> {
  const map = page.locator('#map, dge-map').first()
  const at = await map.boundingBox()
  if (!at) return {}
  const [x, y] = [at.x + at.width / 2, at.y + Math.min(at.height, 600) / 2]
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(window, { frames })
    const frame = (now: number) => {
      frames.push(now)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 30; step++) {
    await page.mouse.move(x + step * 4, y + step * 2)
    await page.waitForTimeout(20)
  }
  await page.mouse.up()
  return page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] }
    const waits = frames.slice(1).map((now, index) => now - (frames[index] ?? now)).sort((a, b) => a - b)
    return { 'frame while dragging': waits[waits.length >> 1] ?? NaN, 'slowest frame': waits.at(-1) ?? NaN }
  })
}

const drawn = 'window.drawn === true'
const dgeReady = "deep('dge-map').every((e) => e.state === 'ready')"
const contestants: readonly Contestant[] = [
  { name: 'Leaflet, 5,000 polygons', path: '/leaflet-polygons.html', done: drawn, after: drag },
  { name: 'MapLibre, 5,000 polygons', path: '/maplibre-polygons.html', done: drawn, after: drag },
  { name: 'dge-map, 5,000 polygons', path: '/dge-polygons.html', done: dgeReady, after: drag },
  { name: 'Leaflet, 100,000 points', path: '/leaflet-points.html', done: drawn, after: drag },
  { name: 'MapLibre, 100,000 points', path: '/maplibre-points.html', done: drawn, after: drag },
  { name: 'dge-map, 100,000 points', path: '/dge-points.html', done: dgeReady, after: drag },
]

async function prepare(): Promise<Stage> {
  const bodies = new Bodies()
  const place = '<div id="map" style="height:600px"></div>'
  const style = (path: string) => `<style>${packageFile(path)}</style>`
  bodies.set('/polygons.geojson', bodyOf('application/geo+json', JSON.stringify(polygons())))
  bodies.set('/points.geojson', bodyOf('application/geo+json', JSON.stringify(points())))
  for (const isPoints of [false, true]) {
    const name = isPoints ? 'points' : 'polygons'
    await bodies.bundled(`leaflet-${name}`, leaflet(isPoints), place, style('leaflet/dist/leaflet.css'))
    await bodies.bundled(`maplibre-${name}`, maplibre(isPoints), place, style('maplibre-gl/dist/maplibre-gl.css'))
    bodies.page(`dge-${name}`, `<dge-map src="/${name}.geojson" color="valeur" height="600"></dge-map>`, dgeScript)
  }
  await bodies.library()
  return { bodies, contestants }
}

/** A choropleth of 5,000 polygons, and 100,000 points, without basemap; then a drag. No graphics card. */
export const s4: Scenario = {
  id: 'S4',
  title: 'a map of 5,000 polygons (2 MB) and one of 100,000 points (12 MB)',
  conditions: [unthrottled],
  columns: ['visible', 'frame while dragging', 'slowest frame', 'longest', 'bytes', 'scriptBytes'],
  note: 'Drawn by software (SwiftShader), without a graphics card; points are coloured by their value in all three. Visible = the engine says that all is drawn (Leaflet: two frames after its layer). What MapLibre’s own page fetches in its worker is not in its kB.',
  packages: ['leaflet', 'maplibre-gl'],
  prepare,
}
