import { readFile, readdir, rm } from 'node:fs/promises'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import commonjs from '@rollup/plugin-commonjs'
import { transform } from 'esbuild'

/**
 * The CDN build: `dist/dge.js` registers all tags and is small; everything heavy is in lazy chunks beside it, found relative to
 * it (also from another origin). It bundles what `tsc` wrote into `dist/` for npm users.
 */
export default {
  input: { dge: 'dist/define.js' },
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    hoistTransitiveImports: false,
  },
  plugins: [
    cleanChunks(),
    vegaUtilForVegaLite(),
    nodeResolve({ browser: true, exportConditions: ['production'] }),
    commonjs(),
    maplibreWorker(),
    minify(),
  ],
  onwarn(warning, warn) {
    // Circular imports inside d3 and vega are theirs; nothing else may pass unseen.
    if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every((id) => id.includes('node_modules'))) return
    // tsc's helper for decorators asks `this` at the top of a module, which is undefined there, as it expects.
    if (warning.code === 'THIS_IS_UNDEFINED' && warning.id?.includes('/dist/')) return
    warn(warning)
  },
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

/** MapLibre looks for its worker beside its own chunk, under this name. */
function maplibreWorker() {
  return {
    name: 'maplibre-worker',
    async generateBundle() {
      const source = await readFile('node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs', 'utf8')
      this.emitFile({ type: 'asset', fileName: 'chunks/maplibre-gl-worker.mjs', source: source.replace(/\n\/\/# sourceMappingURL=.*/, '') })
    },
  }
}

function minify() {
  return {
    name: 'minify',
    async renderChunk(code) {
      const result = await transform(code, { minify: true, format: 'esm', target: 'es2022', legalComments: 'none' })
      return { code: result.code, map: null }
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
