import { around } from './look-controller.js'
import { lookOf, lookSeen } from './look.js'
import { whenIdle } from './when-idle.js'
import type { LookHost } from './look-controller.js'

/** Nodes whose attributes changed; undefined = the reader's preferences or a style sheet did. */
type LookWatcher = (targets?: ReadonlySet<Node>) => void

/** Attributes that pages switch their look by. */
const switches = ['class', 'style', 'theme', 'data-dge-theme', 'data-theme', 'data-bs-theme', 'data-fr-scheme', 'data-fr-theme', 'data-color-scheme']
/** Preferences of readers that change colours, and paper. */
const queries = ['print', '(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']
const watchers = new Set<LookWatcher>()
const watched = new WeakSet<Node>()
let listening = false
let waiting: (() => void)[] | undefined

/** Follows the look of the page around a drawing: what changes, and what changed since it was made in its theme, is told. */
export class LookWatch {
  readonly #host: LookHost
  readonly #drawn: string
  readonly #themed: () => Promise<string>
  readonly #onChange: () => void
  /** What the page looked like around the drawing; undefined until it stands still. */
  #signature: string | undefined

  /** `themed` puts the theme on the host and says its name. */
  constructor(host: LookHost, drawn: string, themed: () => Promise<string>, onChange: () => void) {
    this.#host = host
    this.#drawn = drawn
    this.#themed = themed
    this.#onChange = onChange
    watchers.add(this.check)
    for (let root: Node = host.getRootNode(); ; root = root.host.getRootNode()) {
      watch(root)
      if (!(root instanceof ShadowRoot)) break
    }
  }

  /** Looks once the browser is idle. */
  checkSoon(): void {
    whenStill(() => this.check())
  }

  leave(): void {
    watchers.delete(this.check)
  }

  /** Looks whether what changed is around the host. */
  readonly check: LookWatcher = (targets) => {
    if (targets && !around(this.#host).some((node) => targets.has(node))) return
    void this.#themed().then((theme) => this.#compare(theme))
  }

  #compare(theme: string): void {
    if (!watchers.has(this.check) || !this.#host.isConnected) return
    // Until the page stands still, the drawing itself knows what it saw.
    const seen = lookSeen(this.#host)
    const before = this.#signature ?? (seen === undefined ? undefined : `${this.#drawn};${seen}`)
    this.#signature = `${theme};${lookOf(this.#host)}`
    if (before !== undefined && this.#signature !== before) this.#onChange()
  }
}

/**
 * Runs it, with all that others hand in meanwhile, once the browser is idle: styles that are read while a page is made cost a layout of the
 * page for each display.
 */
function whenStill(read: () => void): void {
  const isFirst = waiting === undefined
  waiting ??= []
  waiting.push(read)
  if (!isFirst) return
  const run = () => {
    const all = waiting ?? []
    waiting = undefined
    for (const each of all) each()
  }
  whenIdle(run, 1000)
}

/** One observer per root serves every display in it; changes of a frame are looked at together. */
function watch(root: Node): void {
  if (!listening) {
    listening = true
    for (const query of queries) matchMedia(query).addEventListener('change', () => tell())
    // A style sheet that comes, goes or is replaced changes everything; scripts and hints, ours among them, change nothing.
    new MutationObserver((records) => {
      if (records.some(isOfStyles)) setTimeout(() => tell(), 50)
    }).observe(document.head, { childList: true, subtree: true, characterData: true })
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

function isOfStyles({ target, addedNodes, removedNodes }: MutationRecord): boolean {
  return [target, target.parentNode, ...addedNodes, ...removedNodes].some((node) => node instanceof HTMLStyleElement || (node instanceof HTMLLinkElement && node.relList.contains('stylesheet')))
}

function tell(targets?: ReadonlySet<Node>): void {
  for (const check of watchers) check(targets)
}
