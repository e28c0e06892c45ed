import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import commonjs from '@rollup/plugin-commonjs'
import { transform, version as esbuildVersion } from 'esbuild'
import { rollup } from 'rollup'
import { minify as terser } from 'terser'

/** Vega's own packages, and the name of the file with all of them: it stays the same until Vega changes. */
const { version } = JSON.parse(readFileSync('node_modules/vega/package.json', 'utf8'))
const { version: terserVersion } = JSON.parse(readFileSync('node_modules/terser/package.json', 'utf8'))
const fullVega = `vega-full-${version}.js`

const shared = {
  output: {
    dir: 'dist',
    format: 'es',
    freeze: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  onwarn(warning, warn) {
    // Circular imports inside d3 and vega are theirs; nothing else may pass unseen.
    if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every((id) => id.includes('node_modules'))) return
    warn(warning)
  },
}
const resolution = () => [nodeResolve({ browser: true, exportConditions: ['production'] }), commonjs()]

const named = oneHash()

/**
 * The CDN build: `dist/dge.js` registers all tags and is small; everything heavy is in lazy chunks beside it, found relative to
 * it (also from another origin). It bundles what `tsc` wrote into `dist/` for npm users. The whole of Vega is a bundle of its own:
 * in one graph with it, the slim engine would carry all that only the whole one uses.
 */
export default [
  {
    ...shared,
    input: { dge: 'dist/define.js' },
    preserveEntrySignatures: 'allow-extension',
    output: { ...shared.output, chunkFileNames: named.chunks, manualChunks: together(), experimentalMinChunkSize: 2000 },
    treeshake: { propertyReadSideEffects: false },
    plugins: [cleanChunks(), named.plugin, fileWorker(), templates(), staticFields(), properties(), ownCopies(), fullVegaBeside(), slimVega(), vegaUtilForVegaLite(), ...resolution(), maplibreWorker(), minify(), preloads(), compiledAtOnce(), loads(), places()],
  },
  {
    ...shared,
    input: { [`chunks/${fullVega.replace('.js', '')}`]: 'dist/render/vega-full.js' },
    output: { ...shared.output, inlineDynamicImports: true },
    plugins: [...resolution(), minify()],
  },
  {
    ...shared,
    input: { early: 'dist/elements/early-hints.js' },
    treeshake: { moduleSideEffects: (id) => id.endsWith('/early-hints.js') },
    plugins: [asHints(), ...resolution(), minify()],
  },
]

/** `dge.css`, which keeps the places of tags before the script is there. */
function places() {
  return {
    name: 'places',
    async generateBundle() {
      const { keptPlacesCss } = await import(pathToFileURL(resolve('dist/displays/kept-places.js')).href)
      this.emitFile({ type: 'asset', fileName: 'dge.css', source: keptPlacesCss() })
    },
  }
}

/**
 * In `early.js`, which is there before the core, `import()` only has the browser fetch what would be loaded: the chunks that the first bundle said (`loads`), each once,
 * named without the hash that they share.
 */
function asHints() {
  const hints = `import { hintAt } from '${resolve('dist/elements/tags-in-view.js')}'
    export function hintAtCode(names) {
      for (const name of names.split(' ')) hintAt('modulepreload', new URL(\`chunks/\${name}-${'__hash__'}.js\`, import.meta.url).href)
    }`
  let files
  return {
    name: 'as-hints',
    async buildStart() {
      files = JSON.parse(await readFile('dist/loads.json', 'utf8'))
    },
    resolveId: (source) => (source === '\0hints' ? source : null),
    load: (id) => (id === '\0hints' ? hints.replace('__hash__', named.hash) : null),
    transform(code, id) {
      if (!/\bimport\(/.test(code) || !id.startsWith(resolve('dist'))) return null
      const made = code.replace(/\bimport\('(\.[^']+)\.js'\)/g, (_all, path) => {
        const module = resolve(id, '..', path).replace(`${resolve('dist')}/`, '')
        const names = (files[module] ?? this.error(`No file holds ${module}`)).map((file) => {
          if (!file.endsWith(`-${named.hash}.js`)) this.error(`${file} has another name`)
          return file.slice('chunks/'.length, -`-${named.hash}.js`.length)
        })
        return `hintAtCode('${names.join(' ')}')`
      })
      return { code: `import { hintAtCode } from '\0hints';\n${made}`, map: null }
    },
  }
}

/**
 * Chunks of ours have one hash, of all that they are made of: hashes cannot be compressed, and files name a hundred others. Nearly all
 * would change with each release anyway, for they import the core and one another. Those that import nothing of ours are large, and keep their names between releases.
 */
function oneHash() {
  let hash
  return {
    /** Once chunks are rendered. */
    get hash() {
      return hash
    },
    chunks: (chunk) => `chunks/[name]-${isOthers(chunk) ? '[hash]' : hash}.js`,
    plugin: {
      name: 'one-hash',
      renderStart() {
        // Modules of CommonJS import their helpers by whole paths: the folder in which one builds is no part of the content.
        const codes = [...this.getModuleIds()].map((id) => (this.getModuleInfo(id)?.code ?? '').replaceAll(resolve(), '')).sort()
        const config = readFileSync(new URL(import.meta.url), 'utf8')
        hash = createHash('sha256').update([terserVersion, config, ...codes].join('\0')).digest('base64url').slice(0, 8)
      },
    },
  }
}

/** Chunks of packages, the engines among them, whose modules here only choose from them. */
function isOthers({ name, moduleIds }) {
  return /^vega-(slim|lite-compiler)/.test(name) || moduleIds.every((id) => id.includes('/node_modules/'))
}

/**
 * What is always needed together is one file: each one costs a request. `frame` surrounds displays and reads CSV that is plainly written (nearly every source has something of it), `afterwards` is what comes when a display is drawn, `trouble` when it is not, `any-table` reads all other CSV, `arriving` has what files of JSON need of it too, `file-port` starts the worker that reads large ones, `questions` has small things that questions, dates and types share (one date among them), `dates` reads columns of dates or of the
 * author's types, `chart` has what every chart needs, and draws plain bars; `series` what charts have that are not plain: colours, shares, small multiples, what an author left out; `summary` what a chart does once it is seen: its words, its menu. `drawing` draws what is not plain, `time` and `numbers` are what else a specification may need
 * (`render/light/needs.ts`), `lines` has lines and areas,
 * `touches` reads what authors add, `trend` the line that values follow, `time-axis` has that of the calendar and its zoom, `suggest` chooses what to show,
 * `data` answers questions that are not plain, `rows` shows tables, `answers` is what readers of servers share. Modules of the entry, and of an earlier group, stay where they are; so
 * `frame`, which every display loads, also has the small ones that several later groups share.
 */
function together() {
  const groups = {
    frame: ['locale/index.js', 'elements/adopt-styles.js', 'elements/frame/hold-place.js', 'elements/frame/link.js', 'elements/look.js', 'data/parse-value.js', 'data/field-name.js', 'elements/color-reader.js', 'data/plain.js', 'data/text.js', 'data/term.js', 'data/with-unit.js', 'displays/query-context.js', 'displays/tell-author.js', 'providers/http-body.js', 'elements/when-idle.js', 'providers/csv.js'],
    afterwards: ['elements/frame/states.js', 'elements/frame/let-go.js', 'elements/look-watch.js', 'elements/frame/prefetch.js', 'elements/frame/active-option.js'],
    arriving: ['providers/arriving-body.js', 'data/text-encoding.js'],
    'any-table': ['providers/csv-whole.js'],
    'file-port': ['providers/file-port.js'],
    questions: ['data/text-order.js', 'data/calendar.js', 'data/closest.js', 'data/filter.js', 'data/compare-text.js', 'data/check-types.js', 'data/parse-date.js'],
    trouble: ['elements/frame/trouble.js'],
    en: ['locale/en.js', 'charts/words/en.js'],
    de: ['locale/de.js', 'charts/words/de.js'],
    dates: ['data/infer-dates.js', 'data/infer-forced.js'],
    chart: ['elements/chart/chart-display.js', 'charts/plain-bar.js'],
    series: ['displays/whole-chart.js', 'charts/bar.js', 'charts/arc-title.js', 'charts/titles.js', 'charts/bin-width.js', 'render/light/needs.js', 'render/light/expression.js', 'displays/page-colors.js'],
    summary: ['elements/chart/after-picture.js'],
    touches: ['charts/touches.js', 'displays/chart-order.js'],
    'time-axis': ['elements/chart/zoom-bar.js', 'charts/time-axis.js'],
    lines: ['charts/line.js', 'charts/area.js'],
    trend: ['charts/trend.js'],
    'tooltip-lines': ['elements/chart/tooltip-lines.js'],
    suggest: ['charts/suggest.js', 'charts/statistics.js'],
    drawing: ['render/light/drawing.js'],
    'engine-of': ['render/engine-of.js'],
    time: ['render/light/time.js'],
    numbers: ['render/light/rich-numbers.js'],
    rows: ['elements/table-view.js', 'elements/frame/data-view.js'],
    data: ['data/runtime.js', 'displays/term-title.js'],
    places: ['providers/geometry-columns.js'],
    answers: ['providers/read-json.js', 'data/shared-tasks.js', 'providers/handover.js'],
    failure: ['providers/http-failure.js', 'providers/no-table.js'],
    snapshot: ['elements/snapshot.js'],
    linked: ['elements/linked.js'],
    'lost-map': ['elements/map/lost-map.js'],
  }
  let assigned
  const closure = (id, getModuleInfo, seen = new Set()) => {
    if (seen.has(id)) return seen
    seen.add(id)
    for (const other of getModuleInfo(id)?.importedIds ?? []) closure(other, getModuleInfo, seen)
    return seen
  }
  return (id, { getModuleInfo }) => {
    if (!assigned) {
      assigned = new Map([...closure(resolve('dist/define.js'), getModuleInfo)].map((module) => [module, 'dge']))
      for (const [name, roots] of Object.entries(groups)) {
        for (const root of roots) {
          for (const module of closure(resolve('dist', root), getModuleInfo)) if (!assigned.has(module)) assigned.set(module, name)
        }
      }
    }
    return assigned.get(id)
  }
}

/**
 * d3-array, d3-format and d3-time are one file each, that is one module: whoever needs one function would load those of all others. Each
 * module that imports them has a copy of its own, with what it uses; what they make when they load has no effect but its value.
 */
function ownCopies() {
  return {
    name: 'own-copies',
    async resolveId(source, importer) {
      if (!/^d3-(array|format|time)$/.test(source) || !importer || !(importer.startsWith(resolve('dist')) || importer.includes('/d3-time.mjs?'))) return null
      const found = await this.resolve(source, importer.replace(/\?.*/, ''), { skipSelf: true })
      return found && { ...found, id: `${found.id}?${importer.split('/').at(-1)}` }
    },
    async load(id) {
      if (!/d3-(array|format|time)\.mjs\?/.test(id)) return null
      const code = await readFile(id.replace(/\?.*/, ''), 'utf8')
      return code.replace(/^((?:var|const) \w+ = )(?=\w+\()/gm, '$1/* @__PURE__ */ ')
    },
  }
}

/** The renderer finds the whole engine beside its own chunk. */
function fullVegaBeside() {
  return {
    name: 'full-vega-beside',
    resolveId(source) {
      return source === './vega-full.js' ? { id: resolve('dist/chunks', fullVega), external: 'relative' } : null
    },
  }
}

/**
 * Vega's packages do not say that their modules are free of side effects; they are, but for what they register when
 * imported by name. Taken from their sources, with what the slim engine never draws left out: maps, lassos, trees, easing, canvas,
 * named colour schemes (themes give their colours), inputs, and the loader (data come from us).
 */
function slimVega() {
  const packages = /^vega-(dataflow|encode|event-selector|expression|format|functions|interpreter|parser|runtime|scale|scenegraph|selections|statistics|time|transforms|view|view-transforms)$/
  const none = (...names) => `const none = () => { throw new Error('not in the slim engine') }; export { ${names.map((name) => `none as ${name}`).join(', ')} }`
  const left = {
    'vega-functions/src/functions/geo.js': none('geoArea', 'geoBounds', 'geoCentroid', 'geoScale', 'geoTranslate'),
    'vega-functions/src/functions/shape.js': none('geoShape', 'pathShape'),
    'vega-functions/src/functions/lasso.js': none('lassoAppend', 'lassoPath', 'intersectLasso'),
    'vega-functions/src/functions/tree.js': none('treePath', 'treeAncestors'),
    'vega-functions/src/functions/ease.js': 'export const easeFunctions = {}',
    'vega-scale/src/palettes.js': 'export const discrete = {}, continuous = {}',
    'vega-scenegraph/src/CanvasRenderer.js': 'export default class {}',
    'vega-scenegraph/src/HybridRenderer.js': 'export default class {}; export const setHybridRendererOptions = () => {}',
    'vega-scenegraph/src/HybridHandler.js': 'export default class {}',
    'vega-scenegraph/src/SVGStringRenderer.js': 'export default class {}',
    'vega-selections/src/selectionTest.js': none('selectionTest', 'selectionIdTest'),
    'vega-selections/src/selectionResolve.js': none('selectionResolve'),
    'vega-selections/src/selectionVisitor.js': none('selectionVisitor'),
    'vega-view/src/bind.js': 'export default function () {}',
    'vega-parser/src/parsers/projection.js': `export default function () { throw new Error('not in the slim engine') }`,
    // Rows, and the values that a scale must hold, are there as they are; the loader is made by default before ours is set.
    'vega-loader': `${none('responseType')}; export const read = (data, format) => (Array.isArray(data) && !format ? data : none()); export const loader = () => ({ load: none, sanitize: none })`,
  }
  return {
    name: 'slim-vega',
    async resolveId(source, importer) {
      if (source === 'vega-loader') return `\0left:${source}`
      if (packages.test(source)) return { id: resolve('node_modules', source, 'index.js'), moduleSideEffects: false }
      if (!source.startsWith('.') || !importer?.includes('/node_modules/vega-')) return null
      const found = await this.resolve(source, importer, { skipSelf: true })
      if (!found) return null
      const path = found.id.split('/node_modules/').at(-1)
      if (path in left) return `\0left:${path}`
      return /^vega-lite\//.test(path) ? found : { ...found, moduleSideEffects: false }
    },
    load(id) {
      return id.startsWith('\0left:') ? left[id.slice('\0left:'.length)] : null
    },
  }
}

/**
 * Vega-Lite imports four small helpers from `vega`, which brings the whole of Vega into the compiler's chunk; they live in
 * `vega-util` (its compiler then weighs 75 kB instead of 196).
 */
function vegaUtilForVegaLite() {
  return {
    name: 'vega-util-for-vega-lite',
    resolveId(source, importer) {
      if (source !== 'vega' || !importer?.includes('/vega-lite/')) return null
      return this.resolve('vega-util', importer, { skipSelf: true })
    },
  }
}

/**
 * The worker that reads large files is a bundle of its own: chunks that it shared with the page would hold the tags, which no
 * worker can register. Its name tells its content, so that it can be kept for ever. Its functions stay as they are: a loop that is put
 * into its caller is made anew each time, and is interpreted for longer.
 */
function fileWorker() {
  let reference
  return {
    name: 'file-worker',
    async buildStart() {
      const bundle = await rollup({ input: 'dist/providers/file-worker.js', onwarn: shared.onwarn, plugins: [...resolution(), minify({ inline: 0, reduce_funcs: false })] })
      // What reads dates comes with it: a file of its own would be asked for when the worker's has come.
      const manualChunks = (id) => (/\/(file-worker|infer-dates)\.js$/.test(id) ? 'file-worker' : undefined)
      const { output } = await bundle.generate({ format: 'es', entryFileNames: 'chunks/[name]-[hash].js', chunkFileNames: 'chunks/worker-[name]-[hash].js', manualChunks })
      for (const { fileName, code, isEntry } of output) {
        const emitted = this.emitFile({ type: 'asset', fileName, source: code })
        if (isEntry) reference = emitted
      }
    },
    transform(code, id) {
      const address = "new URL('./file-worker.js', import.meta.url).href"
      if (!id.endsWith('/providers/file-port.js')) return null
      if (!code.includes(address)) this.error('The worker’s address is written in another way')
      return { code: code.replace(address, `import.meta.ROLLUP_FILE_URL_${reference}`), map: null }
    },
  }
}

/** MapLibre looks for its worker beside its own chunk, as `.mjs`, which many web servers give no type that browsers run: here it is called `.js`. */
function maplibreWorker() {
  return {
    name: 'maplibre-worker',
    transform(code, id) {
      if (!id.endsWith('/maplibre-gl/dist/maplibre-gl.mjs')) return null
      if (!code.includes('`maplibre-gl-worker.mjs`')) this.error('The name of the worker is written in another way')
      return { code: code.replaceAll('`maplibre-gl-worker.mjs`', '`maplibre-gl-worker.js`'), map: null }
    },
    async generateBundle() {
      const source = await readFile('node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs', 'utf8')
      this.emitFile({ type: 'asset', fileName: 'chunks/maplibre-gl-worker.js', source: source.replace(/\n\/\/# sourceMappingURL=.*/, '') })
    },
  }
}

/**
 * Terser makes chunks 3 % smaller than esbuild, and 4 % where it names anew what esbuild made of its own; it takes far longer: what came of a
 * text is kept. MapLibre comes minified, and would take minutes.
 */
function minify(compress = {}) {
  const cache = resolve('node_modules/.cache/dge-minify')
  // Functions that stand together look alike: they compress better.
  const options = { passes: 2, unsafe_arrows: true, hoist_funs: true, ...compress }
  const esbuilt = async (code) => (await transform(code, { minify: true, format: 'esm', target: 'es2022', legalComments: 'none' })).code
  const tersed = async (code, compress) => (await terser(code, { module: true, ecma: 2020, compress, format: { comments: false } })).code
  return {
    name: 'minify',
    async renderChunk(code, { name }) {
      if (/^(maplibre-gl|vega-full)/.test(name.split('/').at(-1))) return esbuilt(code)
      const kept = join(cache, createHash('sha256').update(`${terserVersion} ${esbuildVersion} ${Object.entries(options).join()}${code}`).digest('hex'))
      const known = await readFile(kept, 'utf8').catch(() => undefined)
      if (known !== undefined) return { code: known, map: null }
      const made = await tersed(await esbuilt(await tersed(code, options)), false)
      await mkdir(cache, { recursive: true })
      await writeFile(kept, made)
      return { code: made, map: null }
    },
  }
}

/** White space and comments of style sheets and templates: readers see none of it. Runs of space in text stay one space. */
function templates() {
  const style = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}')
  const markup = (text) => text.replace(/\s*\n\s*/g, ' ')
  return {
    name: 'templates',
    transform(code, id) {
      if (!id.startsWith(resolve('dist/elements'))) return null
      // Templates within templates are left to the outer one's turn: only texts without another inside are touched.
      return { code: code.replace(/\b(css|html) ?`([^`]*)`/g, (_all, tag, text) => `${tag}\`${tag === 'css' ? style(text) : markup(text)}\``), map: null }
    },
  }
}

/** Static blocks, as TypeScript writes static fields, stop older browsers from reading a script at all (Safari before 16.4): fields again. */
function staticFields() {
  return {
    name: 'static-fields',
    transform(code, id) {
      if (!id.startsWith(resolve('dist')) || !code.includes('static {')) return null
      let made = code
      const classes = this.parse(code).body.map(({ type, declaration, ...node }) => (type.startsWith('Export') ? declaration : { type, ...node })).filter((node) => node?.type === 'ClassDeclaration')
      const blocks = classes.flatMap(({ body }) => body.body.filter(({ type }) => type === 'StaticBlock'))
      for (const { start, end, body: [{ expression: { left, right } }] } of blocks.reverse()) made = `${made.slice(0, start)}static ${left.property.name} = ${made.slice(right.start, right.end)};${made.slice(end)}`
      return { code: made, map: null }
    },
  }
}

/** What `@property(options)` does, for all properties of a class at once: the names written once, without the code of decorators. */
function properties() {
  return {
    name: 'properties',
    transform(code, id) {
      if (!id.startsWith(resolve('dist/elements')) || !code.includes('__decorate(')) return null
      const plain = new Map()
      let made = code.replace(/^__decorate\(\[\s*property\((.*)\)\s*\], (\w+)\.prototype, "(\w+)", (?:void 0|null)\);$/gm, (_all, options, owner, name) => {
        if (options) return `${owner}.createProperty("${name}", ${options});`
        plain.set(owner, [...(plain.get(owner) ?? []), name])
        return ''
      })
      if (made.includes('__decorate(')) this.error('A decorator is written in another way')
      for (const [owner, names] of plain) made += `\nfor (const name of "${names.join(' ')}".split(" ")) ${owner}.createProperty(name);`
      return { code: made, map: null }
    },
  }
}

/**
 * A lazy chunk is asked for together with the chunks that it imports, by `<link rel="modulepreload">`: otherwise the browser
 * learns of them only when the first one is there, a round trip later. The entry has what asks, for all; names go without the hash that they share.
 */
function preloads() {
  return {
    name: 'preloads',
    generateBundle(_options, bundle) {
      const closure = (name, seen = new Set()) => {
        for (const other of bundle[name]?.imports ?? []) {
          if (seen.has(other) || !bundle[other]) continue
          seen.add(other)
          closure(other, seen)
        }
        return seen
      }
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk')
      const entry = chunks.find(({ isEntry }) => isEntry)
      const short = (file) => file.replace(/^chunks\//, '').replace(`-${named.hash}.js`, '')
      const importers = (name) => chunks.filter(({ imports }) => imports.includes(name)).length
      for (const chunk of chunks) {
        const here = closure(chunk.fileName, new Set([chunk.fileName]))
        const code = chunk.code.replace(/\bimport\(["'`](\.\.?\/[^"'`]+)["'`]\)/g, (_call, path) => {
          const target = new URL(path, `https://x/${chunk.fileName}`).pathname.slice(1)
          // Every display asks for `frame` before all else (`loadAsking`).
          const more = [...closure(target)].filter((name) => !here.has(name) && !(chunk === entry && bundle[name].name === 'frame'))
          // What most chunks import stands last: lists that end alike compress best.
          more.sort((a, b) => importers(a) - importers(b) || (short(a) < short(b) ? -1 : 1))
          return `_dgeLoad("${[target, ...more].map(short).join(' ')}")`
        })
        if (chunk === entry) chunk.code = code + loader(named.hash)
        else if (code !== chunk.code) chunk.code = `import{_dgeLoad}from"../${entry.fileName}";${code}`
      }
    },
  }
}

/** Asks for the first chunk, after hinting at those that it imports, each once. Function declarations are hoisted, so this may stand at the end. */
const loader = (hash) =>
  `function _dgeLoad(a){const[f,...m]=a.split(" ").map(n=>new URL("./chunks/"+(n.endsWith(".js")?n:n+"-${hash}.js"),import.meta.url).href);for(const h of m){if(document.querySelector('link[href="'+h+'"]'))continue;const l=document.createElement("link");l.rel="modulepreload";l.crossOrigin="";l.href=h;document.head.append(l)}return import(f)}export{_dgeLoad};`

/**
 * Chromium compiles the functions of a script one by one, when each is first called, on the thread that draws the page; a script that
 * begins with this comment is compiled while it arrives, on another one. A chart shows a fifth sooner on a phone. Other browsers see a
 * comment. Not for engines, most of whose functions a page never calls.
 * @see https://v8.dev/blog/explicit-compile-hints
 */
function compiledAtOnce() {
  return {
    name: 'compiled-at-once',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && !isOthers(chunk)) chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
    },
  }
}

/** `dist/loads.json`: the files that each lazy module brings, by its path in the sources or its package. */
function loads() {
  return {
    name: 'loads',
    generateBundle(_options, bundle) {
      const closure = (name, seen = new Set()) => {
        if (seen.has(name) || !bundle[name]) return seen
        seen.add(name)
        for (const other of bundle[name].imports) closure(other, seen)
        return seen
      }
      const entry = closure('dge.js')
      const files = { 'render/vega-full': [`chunks/${fullVega}`] }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const id of chunk.moduleIds) {
          if (!this.getModuleInfo(id)?.dynamicImporters.length) continue
          const name = id.replace(`${resolve('dist')}/`, '').replace(/^.*\/node_modules\/(@[^/]+\/[^/]+|[^/]+).*$/, '$1').replace(/\.js$/, '')
          files[name] = [...new Set([...(files[name] ?? []), ...closure(chunk.fileName)])].filter((file) => !entry.has(file))
        }
      }
      files['maplibre-gl'].push('chunks/maplibre-gl-worker.js')
      this.emitFile({ type: 'asset', fileName: 'loads.json', source: JSON.stringify(files) })
    },
  }
}

/** Chunk names change with their content: old ones are removed first. */
function cleanChunks() {
  return {
    name: 'clean-chunks',
    async buildStart() {
      const files = await readdir('dist').catch(() => [])
      if (files.includes('chunks')) await rm('dist/chunks', { recursive: true })
    },
  }
}
