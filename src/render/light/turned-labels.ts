import type { Props } from './spec.js'

/** Where turned labels are held. */
export function placeOfTurned(angle: number, orient: string, channel: 'x' | 'y'): Props {
  const upright = angle <= 45 || angle >= 315
  if (channel === 'x') {
    const steep = (angle > 45 && angle < 135) || (angle > 225 && angle < 315)
    return {
      labelBaseline: steep ? 'middle' : upright === (orient === 'top') ? 'bottom' : 'top',
      labelAlign: angle % 180 === 0 ? undefined : (angle > 0 && angle < 180) === (orient === 'bottom') ? 'left' : 'right',
    }
  }
  const flat = upright || (angle >= 135 && angle <= 225)
  return {
    labelBaseline: flat ? undefined : (angle >= 45 && angle <= 135) === (orient === 'left') ? 'top' : 'bottom',
    labelAlign: (angle + 90) % 180 === 0 ? 'center' : (angle > 90 && angle < 270) === (orient === 'left') ? 'left' : 'right',
  }
}
