import { DataSource } from '../data/source.js'
import { revalidate } from '../providers/http.js'
import { openDataset } from '../providers/index.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** What offers a source to others: `dge-source`, of this or another copy of the library. */
export interface SourceOffer extends Element {
  readonly dataSource: DataSource | undefined
}

/** What looks for a source: every display. */
export interface SourceSeeker extends ReactiveControllerHost, HTMLElement {
  /** A source itself, or the id of an element that offers one. */
  readonly source: DataSource | string | undefined
  /** Settings of a source of its own. @throws DgeError */
  sourceConfig(): SourceConfig | undefined
}

/** Fired by an element that offers a source when it arrives, changes or leaves. */
export class DgeSourceEvent extends Event {
  static readonly type = 'dge-source'
  constructor() {
    super(DgeSourceEvent.type, { bubbles: true, composed: true })
  }
}

const shared = new Map<string, WeakRef<DataSource>>()

/** The page's source for these settings: equal settings share one, as long as anybody uses it. */
export function sharedSource(config: SourceConfig): DataSource {
  const key = JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)))
  const known = shared.get(key)?.deref()
  if (known) return known
  const source = new DataSource(config, openDataset)
  source.addEventListener('refresh', revalidate)
  shared.set(key, new WeakRef(source))
  return source
}

/**
 * Finds the host's source and keeps it right while tags arrive, change, move or leave: `source` property, element with
 * the id `source` in the own root then in outer roots, own `src`, nearest ancestor that offers a source.
 */
export class SourceController implements ReactiveController {
  /** The source found; undefined while there is none. */
  current: DataSource | undefined
  /** Why the own settings cannot make a source. */
  error: unknown
  readonly #host: SourceSeeker
  readonly #onChange: () => void
  #root: Node | undefined

  constructor(host: SourceSeeker, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  readonly #onOffer = () => {
    if (this.update()) this.#onChange()
  }
  readonly #onRefresh = () => this.#onChange()
  /** A display's own clause does not filter itself: nothing to do then. */
  readonly #onSelection = () => {
    const before = this.#picked
    this.#picked = this.picked
    if (JSON.stringify(before) !== JSON.stringify(this.#picked)) this.#onChange()
  }
  #picked: Filter | undefined

  /** What readers picked in the other displays of the source. */
  get picked(): Filter | undefined {
    return this.current?.selection?.filterFor(this.#host)
  }

  hostConnected(): void {
    this.#root = this.#host.getRootNode({ composed: true })
    this.#root.addEventListener(DgeSourceEvent.type, this.#onOffer)
    this.#listen(this.current)
  }

  hostDisconnected(): void {
    this.#root?.removeEventListener(DgeSourceEvent.type, this.#onOffer)
    this.#listen(this.current, false)
  }

  /** Looks again; true when the answer changed. */
  update(): boolean {
    const before = this.current
    const errorBefore = this.error
    this.error = undefined
    let found: DataSource | undefined
    try {
      found = this.#find()
    } catch (error) {
      this.error = error
    }
    if (found === before && !this.error && !errorBefore) return false
    this.#listen(before, false)
    this.current = found
    this.#picked = this.picked
    if (this.#host.isConnected) this.#listen(found)
    return true
  }

  #listen(source: DataSource | undefined, on = true): void {
    const listen = on ? 'addEventListener' : 'removeEventListener'
    source?.[listen]('refresh', this.#onRefresh)
    source?.selection?.[listen]('change', this.#onSelection)
  }

  #find(): DataSource | undefined {
    const { source } = this.#host
    if (typeof source === 'object') return source
    const config = source ? undefined : this.#host.sourceConfig()
    return config ? sharedSource(config) : offer(offering(this.#host))
  }
}

/** The element that lends its source to a display without one of its own. */
export function offering(host: Element & Pick<SourceSeeker, 'source'>): Element | undefined {
  const { source } = host
  return source ? byId(host, String(source)) : byAncestor(host)
}

function byId(from: Element, id: string): Element | undefined {
  for (let root = from.getRootNode(); ; root = root.host.getRootNode()) {
    if (root instanceof Document || root instanceof ShadowRoot) {
      const found = root.getElementById(id)
      if (found) return found
    }
    if (!(root instanceof ShadowRoot)) return undefined
  }
}

/** Follows the flattened tree: a source around a slot serves what is slotted there. */
function byAncestor(from: Element): Element | undefined {
  for (let node = parentOf(from); node; node = parentOf(node)) {
    if ('dataSource' in node) return node
  }
  return undefined
}

function parentOf(node: Element): Element | null {
  if (node.assignedSlot) return node.assignedSlot
  if (node.parentElement) return node.parentElement
  const root = node.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}

/** Reads the offer by its shape: it may come from another copy of the library. */
function offer(element: Element | undefined): DataSource | undefined {
  return (element as Partial<SourceOffer> | undefined)?.dataSource
}
