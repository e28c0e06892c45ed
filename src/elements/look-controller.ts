import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface LookHost extends ReactiveControllerHost, HTMLElement {
  readonly theme: string | undefined
}

/** Attributes that pages switch their look by. */
const switches = ['class', 'style', 'theme', 'data-dge-theme', 'data-theme', 'data-bs-theme', 'data-fr-scheme', 'data-fr-theme', 'data-color-scheme']
/** Preferences of readers that change colours. */
const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']
/** What a drawing takes from the page, beside its colour and font. */
const properties = [
  ...['color', 'sequential'].flatMap((name) => Array.from({ length: 9 }, (_, rank) => `--dge-${name}-${rank + 1}`)),
  ...['muted', 'grid', 'map-ground', 'map-outline', 'map-missing'].map((name) => `--dge-${name}`),
]

const watchers = new Set<(targets: ReadonlySet<Node> | undefined) => void>()
const watched = new WeakSet<Node>()
let listening = false

/**
 * The look of the page around a display, followed as it changes: its theme (own attribute `theme`, else `data-dge-theme` of
 * the nearest ancestor) and what it inherits. A theme's code loads when one is named.
 */
export class LookController implements ReactiveController {
  readonly #host: LookHost
  readonly #onChange: () => void
  #theme = 'plain'
  #signature: string | undefined
  #applied: Promise<unknown> = Promise.resolve()

  constructor(host: LookHost, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  /** Resolves when the theme is on the display. */
  async ready(): Promise<void> {
    await this.#applied
    this.#signature ??= this.#read()
  }

  hostConnected(): void {
    watchers.add(this.#check)
    for (let root: Node = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      watch(root)
      if (!(root instanceof ShadowRoot)) break
    }
    this.#apply()
  }

  hostDisconnected(): void {
    watchers.delete(this.#check)
    this.#signature = undefined
  }

  hostUpdate(): void {
    if (this.#host.isConnected && themeOf(this.#host) !== this.#theme) this.#check(undefined)
  }

  readonly #check = (targets: ReadonlySet<Node> | undefined) => {
    if (targets && !around(this.#host).some((node) => targets.has(node))) return
    this.#apply()
    void this.#applied.then(() => {
      if (this.#signature === undefined || !this.#host.isConnected) return
      const before = this.#signature
      this.#signature = this.#read()
      if (this.#signature !== before) this.#onChange()
    })
  }

  /** Puts the theme's properties on the display, light or dark as the page around it is. */
  #apply(): void {
    const name = themeOf(this.#host)
    if (name === 'plain' && this.#theme === 'plain') return
    this.#theme = name
    this.#applied = import('./themes/index.js')
      .then(({ applyTheme }) => applyTheme(this.#host, name))
      .catch((cause: unknown) => console.error(`[dge] theme="${name}" could not be loaded`, cause))
  }

  #read(): string {
    const style = getComputedStyle(this.#host)
    return [this.#theme, style.color, style.fontFamily, ...properties.map((name) => style.getPropertyValue(name))].join(';')
  }
}

/** The theme that the element or the nearest ancestor names. */
function themeOf(host: LookHost): string {
  const own = host.theme?.trim()
  if (own) return own
  for (const node of around(host)) {
    const named = node instanceof Element ? node.getAttribute('data-dge-theme')?.trim() : undefined
    if (named) return named
  }
  return 'plain'
}

/** The node and all around it, shadow roots crossed. */
function around(node: Node): Node[] {
  const found: Node[] = []
  for (let next: Node | null = node; next; next = next instanceof ShadowRoot ? next.host : next.parentNode) found.push(next)
  return found
}

/** One observer per root serves every display in it; changes of a frame are looked at together. */
function watch(root: Node): void {
  if (!listening) {
    listening = true
    for (const query of queries) matchMedia(query).addEventListener('change', () => tell(undefined))
    // A style sheet that comes, goes or is replaced changes everything.
    new MutationObserver(() => setTimeout(() => tell(undefined), 50)).observe(document.head, { childList: true, subtree: true, characterData: true })
  }
  if (watched.has(root)) return
  watched.add(root)
  let targets: Set<Node> | undefined
  new MutationObserver((records) => {
    const isNew = targets === undefined
    targets ??= new Set()
    for (const { target } of records) targets.add(target)
    if (!isNew) return
    requestAnimationFrame(() => {
      const seen = targets
      targets = undefined
      tell(seen)
    })
  }).observe(root, { attributes: true, subtree: true, attributeFilter: switches })
}

function tell(targets: ReadonlySet<Node> | undefined): void {
  for (const check of watchers) check(targets)
}
