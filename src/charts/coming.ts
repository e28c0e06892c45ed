import { once } from '../data/once.js'

// Code that a chart awaits; the core asks for it ahead where the tag tells (`elements/starts.ts`).
export const loadTouches = once(() => import('./touches.js'), 'of what an author adds to a chart')
export const loadTrend = once(() => import('./trend.js'), 'of trends')
export const loadAllTypes = once(() => import('./all-types.js'), 'of the chart types')
export const loadStatistics = once(() => import('./statistics.js'), 'that chooses what to show')
