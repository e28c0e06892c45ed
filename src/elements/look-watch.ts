import { whenIdle } from './when-idle.js'

/** Nodes whose attributes changed; undefined = the reader's preferences or a style sheet did. */
export type LookWatcher = (targets: ReadonlySet<Node> | undefined) => void

/** Attributes that pages switch their look by. */
const switches = ['class', 'style', 'theme', 'data-dge-theme', 'data-theme', 'data-bs-theme', 'data-fr-scheme', 'data-fr-theme', 'data-color-scheme']
/** Preferences of readers that change colours, and paper. */
const queries = ['print', '(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']
const watchers = new Set<LookWatcher>()
const watched = new WeakSet<Node>()
let listening = false
let waiting: (() => void)[] | undefined

/** Tells of every change that may change the look of the host. */
export function follow(host: Element, watcher: LookWatcher): void {
  watchers.add(watcher)
  for (let root: Node = host.getRootNode(); ; root = root.host.getRootNode()) {
    watch(root)
    if (!(root instanceof ShadowRoot)) break
  }
}

export function leave(watcher: LookWatcher): void {
  watchers.delete(watcher)
}

/**
 * Runs it, with all that others hand in meanwhile, once the browser is idle: styles that are read while a page is made cost a layout of the
 * page for each display.
 */
export function whenStill(read: () => void): void {
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
    for (const query of queries) matchMedia(query).addEventListener('change', () => tell(undefined))
    // A style sheet that comes, goes or is replaced changes everything; scripts and hints, ours among them, change nothing.
    new MutationObserver((records) => {
      if (records.some(isOfStyles)) setTimeout(() => tell(undefined), 50)
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

function tell(targets: ReadonlySet<Node> | undefined): void {
  for (const check of watchers) check(targets)
}
