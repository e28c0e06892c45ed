import { offering } from '../controllers/source.js'
import { tellPicked } from './frame/picked.js'
import type { DataSource } from '../data/source.js'
import type { Filter } from '../data/filter.js'
import type { DgeDisplay } from './dge-display.js'
import type { DgeSource } from './dge-source.js'
import type { DgeSelectEvent } from './events.js'

const linked = new WeakSet<DgeSource>()

/** From now on, while the tag says `linked`, what readers pick in a display of its data filters the others, and they say so. */
export function link(element: DgeSource): void {
  if (linked.has(element)) return
  linked.add(element)
  // The page must not keep a tag that left it.
  const reference = new WeakRef(element)
  const owners = new Set<DgeDisplay>()
  const forget = (display: DgeDisplay, data: DataSource | undefined) => {
    owners.delete(display)
    data?.selection.set(display, undefined)
  }
  const left = new MutationObserver(() => {
    for (const display of owners) if (!display.isConnected) forget(display, display.sourceInUse)
  })
  const hear = (event: Event) => {
    const source = reference.deref()
    if (!source) {
      left.disconnect()
      for (const type of heard) document.removeEventListener(type, hear)
    }
    const [display] = event.composedPath() as DgeDisplay[]
    const data = source?.linked && source.isConnected ? source.dataSource : undefined
    if (!source || !data || !display || !isOf(source, display)) return
    if (event.type !== 'dge-select') return void tell(display, data, owners)
    const { filter } = (event as DgeSelectEvent).detail
    if (filter === undefined) return forget(display, data)
    owners.add(display)
    for (const root of rootsOf(display)) left.observe(root, { childList: true, subtree: true })
    data.selection.set(display, filter, (reader) => isOf(source, reader as DgeDisplay))
  }
  for (const type of heard) document.addEventListener(type, hear)
}

const heard = ['dge-select', 'dge-ready']

/** Whether a display shows the data that this tag lends: those of another tag are its own affair, with the same address too. */
function isOf(element: DgeSource, display: DgeDisplay): boolean {
  const { source, sourceInUse } = display
  if (sourceInUse === undefined || sourceInUse !== element.dataSource) return false
  return source && typeof source === 'object' ? true : Boolean(source || !display.sourceConfig()) && offering(display) === element
}

/** What was drawn follows a choice, or does no more. */
async function tell(display: DgeDisplay, data: DataSource, owners: ReadonlySet<DgeDisplay>): Promise<void> {
  const filter: Filter | undefined = data.selection.filterFor(display)
  const schema = filter === undefined ? [] : await data.schema()
  if (JSON.stringify(data.selection.filterFor(display)) !== JSON.stringify(filter)) return
  tellPicked(display, filter, schema, () => {
    for (const owner of owners) {
      if (owner === display) continue
      // It takes its marks back itself, where it still has them.
      owner.dispatchEvent(new Event('dge-unselect'))
      data.selection.set(owner, undefined)
    }
    display.renderRoot.querySelector<HTMLElement>('figure')?.focus({ preventScroll: true })
  })
}

/** The document and the shadow roots that a display is in. */
function rootsOf(display: Element): readonly Node[] {
  const root = display.getRootNode()
  return root instanceof ShadowRoot ? [root, ...rootsOf(root.host)] : [root]
}
