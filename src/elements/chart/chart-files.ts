import type { DgeChart } from '../dge-chart.js'
import type { FileExport } from '../display-contract.js'

/** The pictures of a chart that the menu offers, beside its data. */
export function chartFiles(host: DgeChart): readonly FileExport[] {
  return [
    { name: 'SVG', extension: 'svg', run: async () => new Blob([await host.toSVG()], { type: 'image/svg+xml' }) },
    { name: 'PNG', extension: 'png', run: () => host.toPNG() },
    { name: 'Vega-Lite', extension: 'vl.json', run: async () => new Blob([host.toSpec()], { type: 'application/json' }) },
  ]
}
