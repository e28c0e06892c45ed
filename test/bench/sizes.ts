import { measureSizes } from './size-cases.js'
import type { Study } from './scenario.js'

const kB = (bytes: number | undefined) => (bytes === undefined ? '–' : (bytes / 1000).toFixed(1))

async function run(): Promise<string> {
  const rows = (await measureSizes()).map(({ name, bytes, files, budget, target }) => {
    const list = files.map(([path, each]) => `${path.replace(/^\/(chunks\/)?/, '').replace(/-[\w-]{8}\.js$/, '').replace(/\.js$/, '')} ${kB(each)}`)
    return `| ${name} | ${kB(bytes)} | ${kB(budget)} | ${kB(target)} | ${files.length} | ${list.join(', ')} |`
  })
  return `| page | script, kB in brotli | budget | target | files | which |
|---|---|---|---|---|---|
${rows.join('\n')}

All that a page of this kind has asked for 1.5 s after it is ready. Budgets are in \`test/bench/size-cases.ts\`; \`npm test\` fails when one is exceeded.`
}

/** What of the library each kind of page loads. */
export const sizes: Study = { id: 'Sizes', title: 'bytes per kind of page', packages: ['terser'], run }
