import { measureSizes } from './size-cases.js'
import type { Size } from './size-cases.js'
import type { Study } from './scenario.js'

const kB = (bytes: number | undefined) => (bytes === undefined ? '–' : (bytes / 1000).toFixed(1))

async function run(): Promise<string> {
  const list = (files: Size['files']) => files.map(([path, each]) => `${path.replace(/^\/(chunks\/)?/, '').replace(/-[\w-]{8}\.js$/, '').replace(/\.js$/, '')} ${kB(each)}`).join(', ')
  const rows = (await measureSizes()).map(({ name, bytes, files, later, budget, target }) => {
    return `| ${name} | ${kB(bytes)} | ${kB(budget)} | ${kB(target)} | ${files.length} | ${list(files)} | ${list(later) || '–'} |`
  })
  return `| page | script, kB in brotli | budget | target | files | which | when idle |
|---|---|---|---|---|---|---|
${rows.join('\n')}

All that a page of this kind has asked for until it is ready; and, apart, what it brings within 1.5 s after that, when the browser is idle, for
the reader's first touch (not where readers save data, or the line is slow). Budgets are in \`test/bench/size-cases.ts\`; \`npm test\` fails when one is exceeded.`
}

/** What of the library each kind of page loads. */
export const sizes: Study = { id: 'Sizes', title: 'bytes per kind of page', packages: ['terser'], run }
