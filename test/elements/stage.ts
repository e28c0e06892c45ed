import 'axe-core/axe.js'
import { DgeChart } from '../../src/elements/dge-chart.js'
import { DgeFigure } from '../../src/elements/dge-figure.js'
import { DgeSource } from '../../src/elements/dge-source.js'
import { DgeTable } from '../../src/elements/dge-table.js'
import { a11ySnapshot } from '@web/test-runner-commands'
import type { AxeResults, RunOptions } from 'axe-core'
import type { DgeDisplay, DisplayState } from '../../src/elements/dge-display.js'

const tags = { 'dge-chart': DgeChart, 'dge-figure': DgeFigure, 'dge-source': DgeSource, 'dge-table': DgeTable }
for (const [tag, element] of Object.entries(tags)) {
  if (!customElements.get(tag)) customElements.define(tag, element)
}

const stages: HTMLElement[] = []

/** Puts markup in the page and gives its first element; `clear` takes it away. */
export function mount<T extends Element>(markup: string, prepare: (element: T) => void = () => {}): T {
  const template = document.createElement('template')
  template.innerHTML = markup
  const stage = document.createElement('main')
  const content = document.importNode(template.content, true)
  prepare(content.firstElementChild as T)
  stage.append(content)
  document.body.append(stage)
  stages.push(stage)
  return stage.firstElementChild as T
}

export function clear(): void {
  for (const stage of stages.splice(0)) stage.remove()
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 15_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not in 15 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Waits for the display's state, and for the rendering that goes with it. */
export async function state<T extends DgeDisplay>(display: T, wanted: DisplayState): Promise<T> {
  await until(() => display.state === wanted, `state ${wanted} (is ${display.state})`)
  await display.updateComplete
  return display
}

export function part(display: Element, name: string): HTMLElement | null {
  return display.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null
}

/** The text that a reader sees in a part, spaces of every kind made plain. */
export function text(display: Element, name: string): string {
  return plain(part(display, name)?.innerText ?? '')
}

export function plain(words: string): string {
  return words.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
}

/** What axe finds wrong, one line each. */
export async function violations(element: Element): Promise<string[]> {
  const { axe } = window as unknown as { axe: { run(element: Element, options: RunOptions): Promise<AxeResults> } }
  const { violations: found } = await axe.run(element, { rules: { region: { enabled: false } } })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Waits for the code that reads a drawn chart, which comes with the first pointer or key. */
export async function readable<T extends DgeDisplay>(chart: T): Promise<T> {
  part(chart, 'chart')?.dispatchEvent(new PointerEvent('pointerenter'))
  await import('../../src/elements/chart/reading.js')
  await new Promise((resolve) => setTimeout(resolve))
  await chart.updateComplete
  return chart
}

interface Heard {
  readonly role: string
  readonly name?: string
  readonly description?: string
  readonly children?: readonly Heard[]
}

/** Fails unless a screen reader hears these buttons by their names, and no name once more as a description. */
export async function heardOnce(display: Element, names: readonly string[]): Promise<void> {
  const all = (node: Heard): readonly Heard[] => [node, ...(node.children ?? []).flatMap(all)]
  const buttons = all((await a11ySnapshot({})) as unknown as Heard).filter(({ role }) => role === 'button')
  for (const name of names) {
    const found = buttons.find((button) => button.name === name)
    if (!found) throw new Error(`No button “${name}” in ${display.localName}: ${buttons.map((button) => button.name).join(', ')}`)
    if (found.description) throw new Error(`“${name}” is heard again: “${found.description}”`)
  }
}

/** The picture as the keyboard and screen readers have it: a list of marks or of places. */
export function listOf(element: Element): HTMLElement {
  const list = element.shadowRoot?.querySelector<HTMLElement>('[role="listbox"]')
  if (!list) throw new Error('The display has no list')
  return list
}

/** What is heard of the mark or place that the keyboard is on. */
export function heard(element: Element): string {
  const id = listOf(element).getAttribute('aria-activedescendant')
  const option = id === null ? null : (element.shadowRoot?.getElementById(id) ?? null)
  if (id !== null && option === null) throw new Error(`No option has the id ${id}`)
  return plain(option?.textContent ?? '')
}
