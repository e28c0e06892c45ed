import { once } from '../data/once.js'
import { isVega } from './is-vega.js'
import { isWorded } from './light/worded.js'
import type { Props } from './light/spec.js'

const loadSupports = once(() => import('./light/supports.js'))

/** The smallest engine that draws the specification as Vega does. Most that are Vega's are known by their words. @throws DgeError `network` */
export async function engineOf(spec: Props): Promise<'light' | 'vega'> {
  if (isVega(spec) || !isWorded(spec)) return 'vega'
  return (await loadSupports()).supports(spec) ? 'light' : 'vega'
}
