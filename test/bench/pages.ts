import { readFileSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { build } from 'esbuild'
import { bodyOf } from './server.js'
import type { Body } from './server.js'

/** The bodies of one scenario, with short ways to add pages and scripts. */
export class Bodies extends Map<string, Body> {
  /** An HTML page at `/name.html`. */
  page(name: string, body: string, head = ''): void {
    const text = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`
    this.set(`/${name}.html`, bodyOf('text/html; charset=utf-8', text))
  }

  /** A script at `/name.js`, as it is. */
  script(name: string, code: string | Buffer): void {
    this.set(`/${name}.js`, bodyOf('text/javascript', code))
  }

  /** A page whose module, at `/name.js`, is bundled and minified with all that it imports. */
  async bundled(name: string, code: string, body: string, head = ''): Promise<void> {
    this.script(name, await bundle(code))
    this.page(name, `${body}<script type="module" src="/${name}.js"></script>`, head)
  }

  csv(path: string, text: string): void {
    this.set(path, bodyOf('text/csv; charset=utf-8', text))
  }

  json(path: string, value: unknown): void {
    this.set(path, bodyOf('application/json', JSON.stringify(value)))
  }

  /** The build: `/dge.js`, `/early.js` and their chunks. */
  async library(): Promise<void> {
    for (const name of ['dge', 'early']) this.script(name, await readFile(`dist/${name}.js`))
    for (const name of await readdir('dist/chunks')) this.set(`/chunks/${name}`, bodyOf('text/javascript', await readFile(`dist/chunks/${name}`)))
  }
}

/** The tag that pages of authors carry. */
export const dgeScript = '<script type="module" src="/dge.js"></script>'

/** The line that they may add before it. */
export const earlyScript = '<script type="module" async src="/early.js"></script>'

/** Bundles a module as an author's tool would. */
export async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd() }, bundle: true, minify: true, format: 'esm', write: false, target: 'es2022', loader: { '.css': 'text' },
  })
  return outputFiles[0]?.text ?? ''
}

/** The text of a package's file. */
export const packageFile = (path: string): string => readFileSync(`node_modules/${path}`, 'utf8')

/** Read from the file: not every package exports its package.json. */
export function versionOf(name: string): string {
  return (JSON.parse(packageFile(`${name}/package.json`)) as { version: string }).version
}
