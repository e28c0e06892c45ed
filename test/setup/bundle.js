import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Modules ask for files beside their source. */
const placesOfSources = {
  name: 'places-of-sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8')
      return { contents: contents.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: path.endsWith('ts') ? 'ts' : 'js' }
    })
  },
}

/**
 * Puts tests together with the modules that they import, once for all: to transform and to load hundreds of modules for each
 * file takes longer than most of them run. Gives the paths of what is to be run, in their order.
 * @param {readonly string[]} files from the folder of the project, under `test`
 * @param {string} folder under `test/output`
 */
export async function bundleTests(files, folder) {
  const outdir = join('test/output', folder)
  await rm(outdir, { recursive: true, force: true })
  await build({
    entryPoints: [...files], outdir, outbase: 'test', entryNames: '[dir]/[name]', chunkNames: 'chunks/[name]-[hash]',
    bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', ignoreAnnotations: true, logLevel: 'warning', plugins: [placesOfSources],
  })
  return files.map((file) => join(outdir, file.slice('test/'.length).replace(/\.ts$/, '.js')))
}
