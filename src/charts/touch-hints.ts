import { closest } from '../data/closest.js'
import { foldText } from '../data/text.js'
import { isDiscrete, rolesOf } from './roles.js'
import { stackOf } from './shares.js'
import { placeOf } from './touch-layers.js'
import { hasTrend } from './trend.js'
import type { ChartType, Picture } from './chart-type.js'
import type { Touches } from './touches.js'

/** What of the author's touches is found nowhere in the picture and so changes nothing, in English, for the console. */
export function touchHints(picture: Picture, touches: Touches, type: Pick<ChartType, 'name' | 'alone'>): readonly string[] {
  return [
    ...unknownNames('highlight', touches.highlight, picture),
    ...unknownNames('colors', [...touches.colors.keys()], picture),
    ...(typeof touches.sort === 'object' ? unknownNames('sort', touches.sort, picture) : []),
    ...(type.alone && touches.annotations.length > 0 ? [`annotations: type="${type.name}" has no axes to place them at: they are left out`] : lostPlaces(picture, touches)),
    ...(type.alone && type.name !== 'gauge' && touches.target ? [`target: type="${type.name}" has no axis to place it at: it is left out`] : []),
    ...(touches.stack === 'normalize' && stackOf(rolesOf(picture).measure, touches.stack) !== 'normalize' ? ['stack="normalize": negative values are no shares of a whole: they are stacked as they are'] : []),
    ...(touches.stack === 'normalize' && type.name === 'line' ? ['stack="normalize": lines stand at their values, not at shares of a whole: type="area" draws these'] : []),
    ...percentHints(picture, touches),
    ...(touches.trend && !hasTrend(picture) ? [`trend: it needs numbers or dates on x and y, and three values: it is left out`] : []),
  ]
}

/** Percentages as they are published are no parts of one. */
function percentHints(picture: Picture, { format }: Touches): readonly string[] {
  const { measure } = rolesOf(picture)
  const [, most = 0] = measure?.extent ?? []
  if (format !== 'percent' || measure?.field.unit === '%' || most <= 2) return []
  return [`format="percent": it writes 0.5 as 50 %, and values go up to ${most}: of numbers that are percentages already say unit="%"`]
}

/** Categories that no channel has. */
function unknownNames(attribute: string, names: readonly string[], { channels }: Picture): readonly string[] {
  const labels = Object.values(channels).flatMap(({ labels: own = [] }) => own)
  return names.filter((name) => !labels.some((label) => foldText(label) === foldText(name)))
    .map((name) => `${attribute}: nothing in the chart is called “${name}”${meant(name, labels)}`)
}

function lostPlaces({ channels }: Picture, { annotations }: Touches): readonly string[] {
  return annotations.flatMap((annotation) =>
    (['x', 'y'] as const).flatMap((side) =>
      (annotation[side] ?? []).flatMap((place) => {
        const channel = channels[side]
        if (channel && placeOf(channel, place)) return []
        const axis = !channel ? 'the chart has no such axis' : isDiscrete(channel) ? `its axis has no such category${meant(String(place), channel.labels ?? [])}`
          : channel.scale === 'temporal' ? 'its axis is a calendar: write a year or a date, 2024-01-31' : 'its axis has numbers'
        return [`annotations: ${side}=${place} has no place, ${axis}`]
      })
    )
  )
}

function meant(name: string, labels: readonly string[]): string {
  const near = closest(name, labels)
  return near ? `: did you mean “${near}”?` : ''
}
