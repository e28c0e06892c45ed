import { needed } from './parts.js'
import { isTime } from './scale.js'
import { logTest } from './scale-kinds.js'
import type { Formats, TickOptions, Write } from './format.js'
import type { Scale } from './scale.js'

/** The labels of moments, and of the ticks of a logarithm that have room for one; undefined for other scales. */
export function specialTicks(formats: Formats, scale: Scale, count: number, specifier: unknown, { base, explicit }: TickOptions): Write<unknown> | undefined {
  if (isTime(scale.type)) return formats.time(specifier, scale.type === 'utc')
  if (scale.type !== 'log') return undefined
  const write = needed(formats.rich).float(typeof specifier === 'string' ? specifier : undefined)
  const shown = explicit ? () => true : logTest(scale, count, base)
  return (value) => (shown(Number(value)) ? write(Number(value)) : '')
}
