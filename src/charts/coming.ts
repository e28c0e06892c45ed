import { once } from '../data/once.js'

// Code that a chart awaits; the core asks for it ahead where the tag tells (`elements/starts.ts`).
export const loadTouches = once(() => import('./touches.js'))
export const loadTrend = once(() => import('./trend.js'))
export const loadAllTypes = once(() => import('./all-types.js'))
export const loadStatistics = once(() => import('./statistics.js'))
