import { chartName, rolesOf } from '../../charts/index.js'
import { summaryWordsOf } from '../../charts/summary-words.js'
import type { DisplayAction } from '../display-contract.js'
import type { Scene } from './scene.js'

/** What else can be done with a chart: heard, and drawn with patterns. */
export function chartActions(scene: Scene): readonly DisplayAction[] {
  const { host, picture, type, renderer, locale } = scene
  if (!picture) return []
  const words = summaryWordsOf(locale)
  const { dimension, measure } = rolesOf(picture)
  const title = () => host.heading?.trim() || chartName(picture, type ?? {}, locale)
  const hear = async () => (await import('./listen.js')).listen(scene, title())
  const several = (renderer?.scale('color')?.domain.length ?? 0) > 1
  return [
    ...(dimension && measure ? [{ label: words.listen, run: hear }] : []),
    ...(several ? [{ label: words.patterns, pressed: host.patterns, run: () => void (host.patterns = !host.patterns) }] : []),
  ]
}
