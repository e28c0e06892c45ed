import embed from 'vega-embed'
import { DgeChart } from '../../src/elements/dge-chart.js'

if (!customElements.get('dge-chart')) customElements.define('dge-chart', DgeChart)

/** What became of one specification. `same` = both drew the same SVG. */
export interface Comparison {
  readonly outcome: 'same' | 'differs' | 'only-vega-embed' | 'only-dge' | 'neither'
  readonly detail: string
}

const width = 800

/** Random numbers are the same for both: Vega keeps the function that it finds when it loads, and it begins anew for each. */
function fixed<T>(work: () => Promise<T>): Promise<T> {
  ;(globalThis as unknown as { reseed(): void }).reseed()
  return work()
}

/** Draws a specification with vega-embed and with `<dge-chart config="none">` and compares the two drawings. */
export async function compare(text: string): Promise<Comparison> {
  document.body.replaceChildren()
  const theirs = await settled(() => fixed(() => byEmbed(text)))
  const ours = await settled(() => fixed(() => byChart(text)))
  document.body.replaceChildren()
  if (typeof theirs !== 'string') return { outcome: typeof ours === 'string' ? 'only-dge' : 'neither', detail: `${theirs.message} / ${typeof ours === 'string' ? '' : ours.message}` }
  if (typeof ours !== 'string') return { outcome: 'only-vega-embed', detail: ours.message }
  if (ours === theirs) return { outcome: 'same', detail: `${ours.length}` }
  let at = 0
  while (ours[at] === theirs[at]) at++
  return { outcome: 'differs', detail: `vega-embed: …${theirs.slice(Math.max(0, at - 60), at + 120)}\n     dge: …${ours.slice(Math.max(0, at - 60), at + 120)}` }
}

async function settled(work: () => Promise<string>): Promise<string | Error> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('Not drawn in 20 s')), 20_000))
  return Promise.race([work(), late]).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
}

async function byEmbed(text: string): Promise<string> {
  const place = document.createElement('div')
  place.style.width = `${width}px`
  document.body.append(place)
  const { view, finalize } = await embed(place, JSON.parse(text), { actions: false, renderer: 'svg', tooltip: false })
  await view.runAsync()
  const drawing = normal(place.querySelector('svg'))
  finalize()
  place.remove()
  return drawing
}

async function byChart(text: string): Promise<string> {
  const chart = document.createElement('dge-chart') as DgeChart
  chart.loading = 'eager'
  chart.config = 'none'
  chart.spec = text
  chart.style.width = `${width}px`
  const drawn = new Promise<void>((resolve, reject) => {
    chart.addEventListener('dge-ready', () => resolve())
    chart.addEventListener('dge-error', ({ detail }) => reject(new Error(`${detail.kind}: ${detail.message}`)))
  })
  document.body.append(chart)
  await drawn
  const drawing = normal(chart.shadowRoot?.querySelector('.drawing svg') ?? null)
  chart.remove()
  return drawing
}

/** The SVG as text: numbered ids by their order, without what the page adds to it. */
function normal(svg: SVGSVGElement | null): string {
  if (!svg) throw new Error('No SVG was drawn')
  const copy = svg.cloneNode(true) as SVGSVGElement
  for (const name of ['aria-hidden', 'focusable', 'style', 'class', 'tabindex']) copy.removeAttribute(name)
  const ids = new Map<string, string>()
  return new XMLSerializer().serializeToString(copy).replace(/\b((?:p_)?(?:clip|gradient_|pattern_?))\d+\b/g, (id, kind: string) => {
    const known = ids.get(id) ?? `${kind}${ids.size}`
    ids.set(id, known)
    return known
  })
}

Object.assign(globalThis, { compare })
