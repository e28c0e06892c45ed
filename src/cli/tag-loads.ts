import { registry } from '../providers/index.js'

/** The lazy modules (paths in `src`, or packages) that each tag brings when it draws; the build's `loads.json` names their files. */
const modules: Readonly<Record<string, readonly string[]>> = {
  'dge-chart': ['data/plain', 'elements/frame/states', 'elements/chart/chart-view', 'render/vega-renderer', 'render/vega-slim', 'render/vega-lite-compiler'],
  'dge-map': ['data/plain', 'data/runtime', 'elements/frame/states', 'elements/map/map-view', 'maplibre-gl'],
  'dge-layer': ['data/runtime'],
  'dge-table': ['data/plain', 'elements/frame/states', 'elements/frame/rows-view'],
  'dge-figure': ['data/plain', 'data/runtime', 'elements/frame/states', 'elements/figure-view'],
  'dge-source': [],
}

export const tags: readonly string[] = Object.keys(modules)

/** The lazy modules of a tag with this dataset; the provider is known from the address, else taken to be `json`. */
export function modulesOf(tag: string, src: URL | undefined, provider = ''): readonly string[] {
  const own = modules[tag] ?? []
  if (!src || tag === 'dge-source') return own
  const entry = registry.find(({ name }) => name === provider) ?? registry.find(({ match }) => match?.(src))
  return [...own, `providers/${entry?.name ?? 'json'}`]
}
