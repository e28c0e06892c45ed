import { amountAxis, axisTitle, nameAxis, titleOf, topTitle } from './axes.js'
import { isDiscrete } from './roles.js'
import type { PositionFieldDef } from './axes.js'
import type { Channel, Look } from './chart-type.js'

/** A calendar axis in UTC (the clock of the place of publication), month names in the page's language. */
export function timeAxis(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  const day = look.locale.language === 'de' ? '%-d. %b' : '%-d %b'
  const { precision = 'day' } = channel.field
  const years = channel.extent ? new Date(channel.extent[1]).getUTCFullYear() - new Date(channel.extent[0]).getUTCFullYear() : 0
  const yearly = precision === 'year' || years > 8
  const step = Math.max(1, Math.ceil((years + 1) / Math.max(2, Math.floor(look.width / 70))))
  const most = Math.max(2, Math.floor(look.width / 90))
  const nice = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500].find((size) => size >= step) ?? 1000
  return {
    field: channel.name,
    type: 'temporal',
    scale: { type: 'utc' },
    title: axisTitle(channel, side, look, side === 'x' ? null : titleOf(channel)),
    axis: {
      format: {
        year: '%Y', quarter: '%b', month: '%b', week: day, date: day, day,
        hours: '%H:%M', minutes: '%H:%M', seconds: '%H:%M:%S', milliseconds: '%H:%M:%S',
      },
      labelOverlap: true,
      grid: false,
      tickCount: yearly ? { interval: 'year', step: nice } : (eachUnit(channel, most) ?? most),
      ...(side === 'y' ? topTitle : {}),
    },
  }
}

/** A tick for each day, month or quarter of data by these, where that is few: there are no hours between days. */
function eachUnit({ field: { precision = 'day' }, extent }: Channel, most: number): { interval: 'day' | 'month'; step: number } | undefined {
  if (!extent) return undefined
  const [from, to] = [new Date(extent[0]), new Date(extent[1])]
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
  if (precision === 'day') return (extent[1] - extent[0]) / 86_400_000 < most ? { interval: 'day', step: 1 } : undefined
  const step = precision === 'month' ? 1 : precision === 'quarter' ? 3 : Infinity
  return months / step < most && step < Infinity ? { interval: 'month', step } : undefined
}

/** The axis that fits the channel's values. */
export function axisOf(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  if (isDiscrete(channel)) return nameAxis(channel, side, look)
  return channel.scale === 'temporal' ? timeAxis(channel, side, look) : amountAxis(channel, side, look)
}
