/** Nodes whose attributes changed; undefined = the reader's preferences or a style sheet did. */
export type LookWatcher = (targets: ReadonlySet<Node> | undefined) => void

/** Attributes that pages switch their look by. */
const switches = ['class', 'style', 'theme', 'data-dge-theme', 'data-theme', 'data-bs-theme', 'data-fr-scheme', 'data-fr-theme', 'data-color-scheme']
/** Preferences of readers that change colours, and paper. */
const queries = ['print', '(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']
const watchers = new Set<LookWatcher>()
const watched = new WeakSet<Node>()
let listening = false

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
