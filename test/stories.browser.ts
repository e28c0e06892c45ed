import 'axe-core/axe.js'
import { expect } from 'chai'
import { render } from 'lit'
import '../src/define.js'
import * as chart from '../stories/dge-chart.stories.js'
import * as types from '../stories/dge-chart-types.stories.js'
import * as figure from '../stories/dge-figure.stories.js'
import * as map from '../stories/dge-map.stories.js'
import * as source from '../stories/dge-source.stories.js'
import * as table from '../stories/dge-table.stories.js'
import * as themes from '../stories/themes.stories.js'
import type { AxeResults, RunOptions } from 'axe-core'
import type { TemplateResult } from 'lit'

/** Every story file: `stories.test.ts` checks that none is missing here. */
const files = { chart, types, figure, map, source, table, themes }

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

/** What a reader must find in a display that has data. */
const drawings: Readonly<Record<string, (root: ShadowRoot) => boolean>> = {
  'dge-chart': (root) => root.querySelector('svg .role-mark path:not([d=""]), svg .role-mark text:not(:empty)') !== null,
  'dge-map': (root) => root.querySelector('canvas, svg path') !== null,
  'dge-table': (root) => root.querySelectorAll('td').length > 0,
  'dge-figure': (root) => /\d/.test(root.querySelector('[part~="value"]')?.textContent ?? ''),
}

function expectDrawn(element: Element) {
  const box = element.getBoundingClientRect()
  expect(box.width, element.localName).to.be.greaterThan(50)
  expect(box.height, element.localName).to.be.greaterThan(20)
  const root = element.shadowRoot
  expect(root, element.localName).not.to.equal(null)
  if (!root) return
  if (element.getAttribute('state') === 'ready') expect(drawings[element.localName]?.(root), `${element.outerHTML.slice(0, 200)} has drawn nothing`).to.equal(true)
  else expect(root.textContent?.trim(), `${element.localName} says nothing`).not.to.equal('')
}

async function expectAccessible(place: Element) {
  const { axe } = window as unknown as { axe: { run(element: Element, options: RunOptions): Promise<AxeResults> } }
  const { violations } = await axe.run(place, { resultTypes: ['violations'] })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${String(target)} ${html}`).join(' | ')}`)).to.deep.equal([])
}

/** The same on a dark page, once the displays have followed. */
async function darkened(place: HTMLElement): Promise<HTMLElement> {
  place.style.cssText = 'color-scheme: dark; background: #17181a; color: #f0f3f6'
  await new Promise((done) => setTimeout(done, 250))
  await settled(place)
  return place
}

/** Mounts a story, looks at it, and takes it away; gives weak references to what was there. */
async function visit(story: () => TemplateResult | undefined, name: string, errors: string[]): Promise<WeakRef<Element>[]> {
  const place = document.createElement('main')
  document.body.append(place)
  try {
    render(story(), place)
    for (const element of place.querySelectorAll(displays)) element.setAttribute('loading', 'eager')
    const elements = await settled(place)
    if (!meantToFail(name)) {
      const failed = elements.filter((element) => element.getAttribute('state') === 'error')
      expect(failed.map((element) => element.outerHTML.slice(0, 200)), errors.join('\n')).to.deep.equal([])
      expect(errors).to.deep.equal([])
    }
    for (const element of elements) expectDrawn(element)
    await expectAccessible(place)
    await expectAccessible(await darkened(place))
    return elements.map((element) => new WeakRef(element))
  } finally {
    const shown = place.querySelectorAll(displays)
    render(null, place)
    place.remove()
    // Each for itself: of those in one part of a story, one that an engine holds would hold all.
    for (const element of shown) element.remove()
  }
}

/** Names of what is still in memory, once the short timers of the displays have passed, and what waits for an idle browser, which a busy machine seldom is. Chromium is started with `--expose-gc`. */
async function alive(references: readonly WeakRef<Element>[], most: number): Promise<string[]> {
  const { gc } = globalThis as { gc?: () => void }
  expect(gc, 'Chromium without --expose-gc').to.be.a('function')
  const names = () => references.flatMap((reference) => reference.deref()?.localName ?? [])
  for (const end = performance.now() + 18_000; performance.now() < end && names().length > most; ) {
    await new Promise((done) => setTimeout(done, 200))
    gc?.()
  }
  return names()
}

describe('every story', () => {
  const shown: WeakRef<Element>[] = []
  for (const [file, module] of Object.entries(files)) {
    const { default: meta, ...stories } = module as unknown as { default: Story } & Record<string, Story>
    for (const [name, story] of Object.entries(stories)) {
      it(`${file}/${name} draws, logs no error, passes axe on a light and on a dark page, and goes without a trace`, async () => {
        const errors: string[] = []
        const { error } = console
        console.error = (...values: unknown[]) => void errors.push(values.map(String).join(' '))
        const before = document.body.childElementCount
        try {
          const template = story.render ?? meta.render
          const elements = await visit(() => template?.({ ...meta.args, ...story.args }), name, errors)
          shown.push(...elements)
          const said = errors.length
          await new Promise((done) => setTimeout(done, 100))
          expect(document.body.childElementCount).to.equal(before)
          expect(errors.slice(said), 'logged after its removal').to.deep.equal([])
        } finally {
          console.error = error
        }
      })
    }
  }

  it('does not stay in memory after its removal', async () => {
    expect(shown.length).to.be.greaterThan(10)
    // An engine may hold the last that it drew, until the next: one of each kind.
    const most = Object.keys(drawings).length
    const left = await alive(shown, most)
    expect(left.length, left.join(', ')).to.be.at.most(most)
  })
})
