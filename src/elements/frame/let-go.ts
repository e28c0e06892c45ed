import { wholeWordsOf } from '../../locale/whole-words.js'
import { addStyles } from '../adopt-styles.js'
import { css } from '../css.js'
import { heldStyles } from './hold-place.js'
import type { DgeDisplay } from '../dge-display.js'

const styles = css`
  [part='whole'] {
    grid-area: 3 / 1;
    place-self: end center;
    z-index: 1;
    background: var(--dge-popup-background, Canvas);
    color: var(--dge-popup-color, CanvasText);
  }
  .cut {
    mask: linear-gradient(#000 calc(100% - 4rem), #0003);
  }
  @media print {
    [part='whole'] {
      display: none;
    }
    .cut {
      mask: none;
    }
  }
`

const watched = new WeakSet<DgeDisplay>()

/**
 * Gives a display that is held (`holding`) the height that it needs once nothing that is seen moves by it: when its end is below what is in view, or when the reader touches it. Where something is cut a button
 * says so.
 */
export function letGoLater(host: DgeDisplay): void {
  const { renderRoot: root } = host
  const [body, foot, stage, drawing] = ['.body', '.foot', '[part="chart"]', '.drawing'].map((selector) => root.querySelector<HTMLElement>(selector))
  if (watched.has(host) || !body || !foot || !host.style.getPropertyValue(heldStyles[0])) return
  watched.add(host)
  const stop = new AbortController()
  const { signal } = stop
  const letGo = () => {
    stop.abort()
    watched.delete(host)
    heldStyles.forEach((name) => host.style.removeProperty(name))
    tellCut(host, undefined)
  }
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.at(-1)
    if (!entry || entry.isIntersecting) return
    const { top } = entry.boundingClientRect
    // What grows above the reader moves all that is read; and this is told late on a busy page: the reader may be back.
    if (!foot.isConnected || (top > 0 && foot.getBoundingClientRect().top >= Math.min(top, innerHeight))) letGo()
  })
  seen.observe(foot)
  const { width } = host.getBoundingClientRect()
  const look = () => (Math.abs(host.getBoundingClientRect().width - width) > 1 ? letGo() : tellCut(host, cutPart(host, [stage, body])))
  const sized = new ResizeObserver(look)
  for (const each of [host, body, stage, drawing]) if (each) sized.observe(each)
  signal.addEventListener('abort', () => {
    seen.disconnect()
    sized.disconnect()
  })
  void host.updateComplete.then(look)
  const isInside = ({ target }: Event) => target instanceof Element && target.closest('.body, [part="whole"], [part="data-button"]') !== null
  root.addEventListener('click', (event) => isInside(event) && letGo(), { signal })
  root.addEventListener('keydown', (event) => isInside(event) && letGo(), { signal })
  // The ring around what has the keyboard would be cut.
  body.addEventListener('focusin', ({ target }) => target instanceof Element && target.matches(':focus-visible') && letGo(), { signal })
  addEventListener('beforeprint', letGo, { signal })
}

/** The part that scrolls; undefined for none, and where the height is the author's: there is no more to show. */
function cutPart(host: DgeDisplay, parts: readonly (HTMLElement | null | undefined)[]): HTMLElement | undefined {
  if (host.height?.trim()) return undefined
  return parts.find((part) => part && part.scrollHeight > part.clientHeight + 8) ?? undefined
}

/** Says that there is more of a part than is seen; without one, takes that away. */
function tellCut({ renderRoot: root, shadowRoot, locale }: DgeDisplay, cut: HTMLElement | undefined): void {
  const shown = root.querySelector<HTMLElement>('[part="whole"]')
  root.querySelector('.cut')?.classList.remove('cut')
  const [figure, body] = ['figure', '.body'].map((selector) => root.querySelector<HTMLElement>(selector))
  if (!cut || !figure || !body) return shown?.remove()
  addStyles(shadowRoot, styles)
  cut.classList.add('cut')
  const button = shown ?? Object.assign(document.createElement('button'), { type: 'button', part: 'whole', textContent: wholeWordsOf(locale) })
  button.style.marginBlockEnd = `${body.getBoundingClientRect().bottom - cut.getBoundingClientRect().bottom + 8}px`
  if (!shown) figure.append(button)
}
