import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ESLint } from 'eslint'

const eslint = new ESLint({ overrideConfigFile: 'test/eslint.config.js' })

/** What the linter says of a text as if it were that file of the repository. */
async function messages(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`)
}

const use = (statement: string) => `${statement}\nexport const used = [x]\n`

describe('the rules of the folders', () => {
  const refused: [file: string, text: string, why: RegExp][] = [
    ['src/data/new.ts', use(`import { x } from '../providers/http.js'`), /src\/data may not import src\/providers/],
    ['src/data/new.ts', use(`import { x } from 'lit'`), /packages only: d3-array/],
    ['src/data/new.ts', 'export const used = document.title\n', /no-restricted-globals/],
    ['src/providers/new.ts', use(`import { x } from '../elements/dge-display.js'`), /may not import src\/elements/],
    ['src/locale/new.ts', use(`import { x } from 'd3-array'`), /packages only: none/],
    ['src/charts/new.ts', use(`import { x } from '../maps/palettes.js'`), /may not import src\/maps/],
    ['src/charts/bar.ts', use(`import { x } from './line.js'`), /Siblings/],
    ['src/maps/fill.ts', use(`import { x } from './circle.js'`), /Siblings/],
    ['src/providers/csv.ts', use(`import { x } from './wfs.js'`), /Siblings/],
    ['src/elements/dge-figure.ts', use(`import { x } from './dge-table.js'`), /Siblings/],
    ['src/elements/new.ts', use(`import { x } from 'vega'`), /Only src\/render/],
    ['src/elements/map/new.ts', use(`const x = await import('maplibre-gl')`), /Only src\/render/],
    ['src/elements/frame/new.ts', use(`const x = await import('vega-lite')`), /Only src\/render/],
    ['src/data/new.ts', use(`const x = await import('../providers/csv.js')`), /may not import src\/providers/],
    ['src/data/new.ts', `export const used = new Function('return 1')\n`, /no-new-func/],
    ['src/data/new.ts', `export const used = eval('1')\n`, /no-eval/],
    ['src/data/new.ts', 'export const used = (value: any) => value\n', /no-explicit-any/],
    ['src/data/new.ts', '// one line\n'.repeat(401), /max-lines/],
    ['src/data/new.ts', `export function used(x: number) {\n${'  x++\n'.repeat(60)}  return x\n}\n`, /max-lines-per-function/],
  ]
  for (const [file, text, why] of refused) {
    it(`${file} may not: ${text.split('\n', 1)[0]}`, async () => {
      const said = await messages(file, text)
      assert.equal(said.length, 1, said.join('\n'))
      assert.match(said[0] ?? '', why)
    })
  }

  const allowed: [file: string, text: string][] = [
    ['src/data/new.ts', use(`import { sum as x } from 'd3-array'`)],
    ['src/providers/new.ts', use(`import { x } from '../data/table.js'`)],
    ['src/charts/new.ts', `import type { TopLevelSpec } from 'vega-lite'\nexport type Used = TopLevelSpec\n`],
    ['src/charts/bar.ts', use(`import { x } from './axes.js'`)],
    ['src/render/new.ts', use(`const x = await import('vega')`)],
    ['src/elements/new.ts', use(`import { html as x } from 'lit'`)],
    ['src/elements/map/new.ts', use(`const x = await import('../../maps/index.js')`)],
    ['src/elements/dge-map.ts', use(`import { x } from './dge-layer.js'`)],
  ]
  for (const [file, text] of allowed) {
    it(`${file} may: ${text.split('\n', 1)[0]}`, async () => assert.deepEqual(await messages(file, text), []))
  }
})
