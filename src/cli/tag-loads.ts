import { entryOf, registry } from '../providers/index.js'

/** The attributes of a tag by name. */
type Written = (name: string) => string | undefined

const always = ['displays/query-context', 'data/plain', 'elements/frame/states', 'elements/look', 'elements/look-watch']

/** The lazy modules (paths in `src`, or packages) that each tag brings when it draws; the build's `loads.json` names their files. */
const modules: Readonly<Record<string, (written: Written) => readonly string[]>> = {
  'dge-chart': (written) => [...always, 'elements/chart/chart-display', ...(written('spec') === undefined ? chartModules(written) : authorModules)],
  'dge-map': () => [...always, 'data/runtime', 'elements/map/map-display', 'maplibre-gl'],
  'dge-layer': () => ['data/runtime'],
  'dge-table': () => [...always, 'elements/table-view'],
  'dge-figure': () => [...always, 'data/runtime', 'elements/figure-view'],
  'dge-source': () => [],
}

/** What an author's specification may need: Vega, where it is not of the light renderer's part of the grammar. */
const authorModules = ['elements/chart/author-chart', 'render/vega-renderer', 'render/vega-slim', 'render/vega-lite-compiler']

/** As `elements/starts.ts` asks ahead, and what questions that are not plain need. */
function chartModules(written: Written): string[] {
  const [type, x = '', y = '', theta] = ['type', 'x', 'y', 'theta'].map((name) => written(name)?.trim())
  const parted = !type || ['color', 'size', 'theta'].some((name) => written(name) !== undefined)
  const searched = !x && !y && !theta
  const computed = searched || ['where', 'search', 'order'].some((name) => written(name) !== undefined) || /\w\(/.test(`${x} ${y} ${theta} ${written('color')}`)
  return [
    ...(computed ? ['data/runtime'] : []),
    ...(searched ? ['charts/statistics'] : []),
    ...(parted || /,/.test(`${x} ${y}`) ? ['render/light/legend'] : []),
    ...(parted || type !== 'bar' ? ['render/light/drawing'] : []),
    ...(!type || /^(line|area|point)$/.test(type) ? ['render/light/time'] : []),
    ...(type ? [`charts/${type}`] : ['charts/suggest', 'charts/line', 'charts/area', 'charts/point', 'charts/arc']),
  ]
}

export const tags: readonly string[] = Object.keys(modules)

/** The lazy modules of a tag with this dataset; the provider is known from the address, else taken to be `json`. */
export function modulesOf(tag: string, src: URL | undefined, written: Written): readonly string[] {
  const own = modules[tag]?.(written) ?? []
  const provider = written('provider')
  if (!src || tag === 'dge-source') return own
  const entry = registry.find(({ name }) => name === provider) ?? entryOf(src)
  return [...own, `providers/${entry?.name ?? 'json'}`]
}
