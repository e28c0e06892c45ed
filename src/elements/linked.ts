import type { DataSource } from '../data/source.js'
import type { DgeSource } from './dge-source.js'
import type { DgeSelectEvent } from './events.js'

const linked = new WeakSet<DgeSource>()

/** From now on, while the tag says `linked`, what readers pick in a display of its data filters the others. */
export function link(element: DgeSource): void {
  if (linked.has(element)) return
  linked.add(element)
  // The page must not keep a tag that left it.
  const offering = new WeakRef(element)
  const hear = (event: Event) => {
    const source = offering.deref()
    if (!source) document.removeEventListener('dge-select', hear)
    const [display] = event.composedPath() as (EventTarget & { readonly sourceInUse?: DataSource | undefined })[]
    const data = source?.linked && source.isConnected ? source.dataSource : undefined
    if (data && display?.sourceInUse === data) data.selection.set(display, (event as DgeSelectEvent).detail.filter)
  }
  document.addEventListener('dge-select', hear)
}
