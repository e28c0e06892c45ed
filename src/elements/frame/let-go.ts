import { css } from 'lit'
import { wholeWordsOf } from '../../locale/whole-words.js'
import { addStyles } from '../adopt-styles.js'
import { heldStyles } from './hold-place.js'
import type { DgeDisplay } from '../dge-display.js'

const styles = css`
  [part='whole'] {
    position: absolute;
    inset-inline-start: 50%;
    translate: -50%;
    background: var(--dge-popup-background, Canvas);
    color: var(--dge-popup-color, CanvasText);
  }
  .body:has(> [part='whole']) [part='chart'] {
    mask: linear-gradient(#000 calc(100% - 4rem), #0003);
  }
  @media print {
    [part='whole'] {
      display: none;
    }
  }
`

const watched = new WeakSet<DgeDisplay>()

/**
 * Gives a display that is held (`holding`) the height that it needs once nothing that is seen moves by it: when its end is out of view, or when the reader touches it. A drawing that is cut has a button
 * that says so.
 */
export function letGoLater(host: DgeDisplay): void {
  const [body, foot, drawing, stage, button] = ['.body', '.foot', '.drawing', '[part="chart"]', '[part="data-button"]'].map((selector) => host.renderRoot.querySelector(selector))
  if (watched.has(host) || !body || !foot) return
  watched.add(host)
  const stop = new AbortController()
  const { signal } = stop
  const letGo = () => {
    stop.abort()
    watched.delete(host)
    heldStyles.forEach((name) => host.style.removeProperty(name))
    host.renderRoot.querySelector('[part="whole"]')?.remove()
  }
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry || entry.isIntersecting) return
    // What grows above the reader moves all that is read, unless the browser holds it.
    if (entry.boundingClientRect.top > 0 || !foot.isConnected || CSS.supports('overflow-anchor', 'auto')) letGo()
  })
  seen.observe(foot)
  const { width } = host.getBoundingClientRect()
  const sized = new ResizeObserver(() => (Math.abs(host.getBoundingClientRect().width - width) > 1 ? letGo() : tellCut(host)))
  for (const each of [host, drawing, stage]) if (each) sized.observe(each)
  signal.addEventListener('abort', () => {
    seen.disconnect()
    sized.disconnect()
  })
  for (const each of [body, button]) each?.addEventListener('click', letGo, { signal })
  body.addEventListener('keydown', letGo, { signal })
  // The ring around what has the keyboard would be cut.
  body.addEventListener('focusin', ({ target }) => target instanceof Element && target.matches(':focus-visible') && letGo(), { signal })
  addEventListener('beforeprint', letGo, { signal })
}

/** Says that there is more of the drawing than is seen. */
function tellCut(host: DgeDisplay): void {
  const stage = host.renderRoot.querySelector('[part="chart"]')
  const body = host.renderRoot.querySelector('.body')
  // Where the height is the author's, there is no more to show.
  const isCut = stage !== null && !host.height?.trim() && stage.scrollHeight > stage.clientHeight + 8
  const shown = body?.querySelector<HTMLElement>('[part="whole"]')
  if (!isCut) shown?.remove()
  if (!isCut || !body) return
  addStyles(host.shadowRoot, styles)
  const button = shown ?? Object.assign(document.createElement('button'), { type: 'button', part: 'whole', textContent: wholeWordsOf(host.locale) })
  button.style.insetBlockEnd = `${body.getBoundingClientRect().bottom - stage.getBoundingClientRect().bottom + 8}px`
  if (!shown) body.append(button)
}
