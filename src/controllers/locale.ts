import { french, loadLocale } from '../locale/locale.js'
import type { Locale } from '../locale/locale.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

const watchers = new Set<() => void>()
const watched = new WeakMap<Node, MutationObserver>()

/** The language of the nearest `lang` attribute around the host, shadow roots crossed, followed as it changes. */
export class LocaleController implements ReactiveController {
  current: Locale = french
  readonly #host: ReactiveControllerHost & Element
  readonly #onChange: () => void
  #lang: string | undefined
  #ready: Promise<unknown> = Promise.resolve()

  constructor(host: ReactiveControllerHost & Element, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  /** The locale once its words are loaded. */
  async ready(): Promise<Locale> {
    await this.#ready
    return this.current
  }

  hostConnected(): void {
    watchers.add(this.#check)
    for (let root: Node = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      watch(root)
      if (!(root instanceof ShadowRoot)) break
    }
    this.#check()
  }

  hostDisconnected(): void {
    watchers.delete(this.#check)
  }

  readonly #check = () => {
    const lang = langOf(this.#host)
    if (lang === this.#lang) return
    this.#lang = lang
    this.#ready = loadLocale(lang).then((locale) => {
      if (this.#lang !== lang || this.current.tag === locale.tag) return
      this.current = locale
      this.#onChange()
    })
  }
}

/** The language declared nearest to the element; 'fr' when nobody declares one. */
export function langOf(element: Element): string {
  for (let node: Element | null = element; node; ) {
    const lang = node.getAttribute('lang')
    if (lang) return lang
    if (node.parentElement) node = node.parentElement
    else {
      const root: Node = node.getRootNode()
      node = root instanceof ShadowRoot ? root.host : null
    }
  }
  return 'fr'
}

/** One observer per root serves every display in it. */
function watch(root: Node): void {
  if (watched.has(root)) return
  const observer = new MutationObserver(() => {
    for (const check of watchers) check()
  })
  observer.observe(root, { attributes: true, subtree: true, attributeFilter: ['lang'] })
  watched.set(root, observer)
}
