import { loadLocale, tagOf } from '../locale/locale.js'
import type { Locale } from '../locale/locale.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

const watchers = new Set<() => void>()
const watched = new WeakMap<Node, MutationObserver>()

/** The language of the nearest `lang` attribute around the host, shadow roots crossed, followed as it changes once it was asked for. */
export class LocaleController implements ReactiveController {
  /** Undefined until its words are there. */
  current: Locale | undefined
  readonly #host: ReactiveControllerHost & Element
  readonly #onChange: () => void
  #lang: string | undefined
  #coming: Promise<Locale> | undefined

  constructor(host: ReactiveControllerHost & Element, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  /** For Intl, known before the words are there. */
  get tag(): string {
    return tagOf(langOf(this.#host))
  }

  /** The locale with its words. @throws DgeError `network` */
  async ready(): Promise<Locale> {
    for (;;) {
      const coming = this.#load()
      const locale = await coming
      if (coming === this.#coming) return locale
    }
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
    // Nobody speaks yet.
    if (this.#coming) this.#load().catch(() => {})
  }

  #load(): Promise<Locale> {
    const lang = langOf(this.#host)
    if (this.#coming && lang === this.#lang) return this.#coming
    this.#lang = lang
    const coming = this.#take(lang)
    this.#coming = coming
    return coming
  }

  async #take(lang: string): Promise<Locale> {
    try {
      const locale = await loadLocale(lang)
      const before = this.current
      if (this.#lang === lang) this.current = locale
      if (before && this.current !== before && before.tag !== locale.tag) this.#onChange()
      return locale
    } catch (error) {
      if (this.#lang === lang) this.#coming = undefined
      throw error
    }
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
