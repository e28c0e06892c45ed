import type { MeasureType } from './spec.js'

/** Channels that go through a scale, in the order in which Vega-Lite makes them. */
export const scaleChannels = ['x', 'y', 'xOffset', 'yOffset', 'theta', 'color', 'size', 'opacity', 'shape', 'strokeDash'] as const
export type ScaleChannel = (typeof scaleChannels)[number]
/** Those that a legend explains. */
export const legendChannels = ['color', 'size', 'opacity', 'shape', 'strokeDash'] as const satisfies readonly ScaleChannel[]

/** Units of the calendar. */
export const intervalNames = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type IntervalName = (typeof intervalNames)[number]
export const curveNames = ['linear', 'monotone', 'step', 'step-before', 'step-after'] as const
export type CurveName = (typeof curveNames)[number]
/** How rows with the same name become one number to sort by. */
export const sortOps = ['count', 'sum', 'mean', 'min', 'max'] as const

/** Names, one by one. */
export const isDiscreteType = (type: MeasureType | undefined): boolean => type === 'ordinal' || type === 'nominal'
