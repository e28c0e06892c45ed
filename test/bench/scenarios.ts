import { s1 } from './s1-chart.js'
import type { Scenario, Study } from './scenario.js'

/** One line per scenario. */
export const scenarios: readonly Scenario[] = [s1]

/** One line per study. */
export const studies: readonly Study[] = []
