import axe from 'axe-core'
import { expect } from 'chai'
import { render } from 'lit'
import '../src/define.js'
import * as chart from '../stories/dge-chart.stories.js'
import * as figure from '../stories/dge-figure.stories.js'
import * as map from '../stories/dge-map.stories.js'
import * as source from '../stories/dge-source.stories.js'
import * as table from '../stories/dge-table.stories.js'
import type { TemplateResult } from 'lit'

/** Every story file: `stories.test.ts` checks that none is missing here. */
const files = { chart, figure, map, source, table }

interface Story {
  readonly args?: Record<string, unknown>
  readonly render?: (args: Record<string, unknown>) => TemplateResult
}

const displays = 'dge-chart, dge-map, dge-table, dge-figure'

/** Stories that show what a failure looks like. */
const meantToFail = (name: string) => /erreur|error/i.test(name)

async function settled(root: ParentNode) {
  const deadline = performance.now() + 15_000
  for (;;) {
    const elements = [...root.querySelectorAll(displays)]
    const waiting = elements.filter((element) => !['ready', 'empty', 'error'].includes(element.getAttribute('state') ?? ''))
    if (elements.length && waiting.length === 0) return elements
    if (performance.now() > deadline) throw new Error(`still ${waiting.map((element) => `${element.localName} ${element.getAttribute('state')}`).join(', ')}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

describe('every story', () => {
  for (const [file, module] of Object.entries(files)) {
    const { default: meta, ...stories } = module as unknown as { default: Story } & Record<string, Story>
    for (const [name, story] of Object.entries(stories)) {
      it(`${file}/${name} draws, logs no error, passes axe, and leaves nothing behind`, async () => {
        const errors: string[] = []
        const { error } = console
        console.error = (...values: unknown[]) => void errors.push(values.map(String).join(' '))
        const place = document.createElement('main')
        document.body.append(place)
        try {
          const template = story.render ?? meta.render
          render(template?.({ ...meta.args, ...story.args }), place)
          for (const element of place.querySelectorAll(displays)) element.setAttribute('loading', 'eager')
          const elements = await settled(place)
          const failed = elements.filter((element) => element.getAttribute('state') === 'error')
          if (!meantToFail(name)) {
            expect(failed.map((element) => element.outerHTML.slice(0, 200)), errors.join('\n')).to.deep.equal([])
            expect(errors).to.deep.equal([])
          }
          for (const element of elements) {
            const box = element.getBoundingClientRect()
            expect(box.width, element.localName).to.be.greaterThan(50)
            expect(box.height, element.localName).to.be.greaterThan(20)
          }
          const { violations } = await axe.run(place, { resultTypes: ['violations'] })
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${String(target)} ${html}`).join(' | ')}`)).to.deep.equal([])
        } finally {
          place.remove()
          console.error = error
        }
      })
    }
  }
})
