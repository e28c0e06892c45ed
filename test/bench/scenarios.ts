import { s1 } from './s1-chart.js'
import { s2, s2Medium } from './s2-big-file.js'
import { s2Parquet } from './s2-parquet.js'
import type { Scenario, Study } from './scenario.js'

/** One line per scenario. */
export const scenarios: readonly Scenario[] = [s1, s2, s2Medium]

/** One line per study. */
export const studies: readonly Study[] = [s2Parquet]
