import type { DgeMap } from '../dge-map.js'

/** How often a map that is in view is made anew: where more are in view than the browser draws, they would take each other's place for ever. */
const most = 3
const made = new WeakMap<DgeMap, number>()

/** Longer, in milliseconds, than the browser takes to give back what it took from all: after a fault of the graphics card the engine goes on by itself. */
const patience = 1000

/** A browser draws 16 maps of a page, on phones 8, and drops the one that was drawn first: it is made anew once the reader comes back to it. */
export function makeAnew(host: DgeMap, takeDown: () => void): void {
  const isLost = () => host.renderRoot.querySelector('canvas')?.getContext('webgl2')?.isContextLost()
  let first = true
  const seen = new IntersectionObserver((entries) => {
    const isNear = entries.at(-1)?.isIntersecting
    const times = made.get(host) ?? 0
    if (isNear && (!first || times < most)) {
      seen.disconnect()
      if (first) made.set(host, times + 1)
      if (!isLost()) return
      takeDown()
      host.reload()
    }
    first = false
  }, { rootMargin: '300px' })
  setTimeout(() => isLost() && seen.observe(host), patience)
}
