import { loadAsking } from './asking.js'
import { imported } from './one-copy.js'
import { tagsInView } from './tags-in-view.js'

/** The tags that are seen before their classes are made. */
export const seen = imported ? [] : tagsInView()

// Before all else, as every display does, those of the core itself: the line waits for nothing but this.
if (seen.length > 0) loadAsking().catch(() => {})
