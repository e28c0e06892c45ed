import { tellAttributes } from '../unknown-attributes.js'
import type { Metadata } from '../../data/dataset.js'

const reported = new Set<string>()

/** What was set aside or made up when the data were read (a total row, a repeated header), and attributes that mean nothing, told to the author once. */
export function tell(element: Element, { title, notes = [] }: Metadata): void {
  tellAttributes(element)
  for (const note of notes) {
    const message = `[dge] <${element.localName}> ${title ?? ''}: ${note}`
    if (reported.has(message)) continue
    reported.add(message)
    console.info(message)
  }
}
