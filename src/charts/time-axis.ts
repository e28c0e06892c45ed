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
  const nice = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((size) => size >= step) ?? 1000
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
      tickCount: yearly ? { interval: 'year', step: nice } : Math.max(2, Math.floor(look.width / 90)),
      ...(side === 'y' ? topTitle : {}),
    },
  }
}

/** The axis that fits the channel's values. */
export function axisOf(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  if (isDiscrete(channel)) return nameAxis(channel, side, look)
  return channel.scale === 'temporal' ? timeAxis(channel, side, look) : amountAxis(channel, side, look)
}
