import { rolesOf, wordsOf } from '../../charts/index.js'
import type { DisplayAction } from '../display-contract.js'
import type { Scene } from './scene.js'

/** What else can be done with a chart: heard, and drawn with patterns. `titleOf` says what it is called. */
export function chartActions(scene: Scene, titleOf: () => string): readonly DisplayAction[] {
  const { host, picture, renderer, locale } = scene
  if (!picture) return []
  const words = wordsOf(locale)
  const { dimension, measure } = rolesOf(picture)
  const hear = async () => (await import('./listen.js')).listen(scene, titleOf())
  const several = (renderer?.scale('color')?.domain.length ?? 0) > 1
  return [
    ...(dimension && measure ? [{ label: words.listen, run: hear }] : []),
    ...(several ? [{ label: words.patterns, pressed: host.patterns, run: () => void (host.patterns = !host.patterns) }] : []),
  ]
}
