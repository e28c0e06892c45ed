import { crowd } from './crowd.js'
import { interactions } from './interactions.js'
import { leaks } from './leaks.js'
import { manyCharts } from './many-charts.js'
import { s1 } from './s1-chart.js'
import { s2, s2Medium } from './s2-big-file.js'
import { s2Json } from './s2-json.js'
import { s2Parquet } from './s2-parquet.js'
import { s3 } from './s3-table.js'
import { s4 } from './s4-map.js'
import { s5, s5Large } from './s5-page.js'
import { s6 } from './s6-types.js'
import { sizes } from './sizes.js'
import type { Scenario, Study } from './scenario.js'

/** One line per scenario. */
export const scenarios: readonly Scenario[] = [s1, s2Medium, s2, s3, s4, s5, s5Large]

/** One line per study. */
export const studies: readonly Study[] = [s2Parquet, s2Json, sizes, crowd, leaks, manyCharts, interactions, s6]
