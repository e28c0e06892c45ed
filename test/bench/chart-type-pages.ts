/** The same twelve charts written for each library, from the same files: what an author of a page would write. */

/** 12 months of 3 departments; flows of a budget. */
export const files: Readonly<Record<string, string>> = {
  '/data.csv': `mois;departement;montant;surface\n${Array.from({ length: 36 }, (_, row) => `${String((row % 12) + 1).padStart(2, '0')};${['Aube', 'Marne', 'Vosges'][Math.floor(row / 12)] ?? ''};${120 + ((row * 53) % 97)};${10 + ((row * 29) % 83)}`).join('\n')}\n`,
  '/flux.csv': `de;vers;montant\n${['Impôts', 'Dotations', 'Emprunt'].flatMap((from, at) => ['Écoles', 'Voirie', 'Culture'].map((to, rank) => `${from};${to};${10 + at * 7 + rank * 11}`)).join('\n')}\n`,
}

/** One type as each library draws it; those that have no such type are left out. */
export interface TypePages {
  readonly type: string
  readonly dge: string
  readonly vega?: object
  /** Elements of Chart.js to register, and its configuration. */
  readonly chartjs?: readonly [parts: string, config: string]
  /** Charts and components of ECharts, and the option. */
  readonly echarts?: readonly [charts: string, components: string, option: string]
  readonly plot?: string
}

const rows = (file: string) => `const rows = (await (await fetch('${file}')).text()).trim().split('\\n').slice(1).map((line) => line.split(';'))
const sum = (key, of = rows) => { const sums = new Map(); for (const row of of) sums.set(row[key], (sums.get(row[key]) ?? 0) + +row[2]); return sums }
const departments = [...new Set(rows.map((row) => row[1]))], months = [...new Set(rows.map((row) => row[0]))]
const series = departments.map((name) => ({ name, values: rows.filter((row) => row[1] === name).map((row) => +row[2]) }))`

const q = (field: string, more: object = {}) => ({ field, type: 'quantitative', ...more })
const n = (field: string) => ({ field, type: 'nominal' })
const total = q('montant', { aggregate: 'sum' })
const grid = 'GridComponent, TooltipComponent, LegendComponent'
const lines = (more: string) => `{ xAxis: { type: 'category', data: months }, yAxis: {}, series: series.map(({ name, values }) => ({ name, data: values, ${more} })) }`
const sets = (more = '') => `{ labels: months, datasets: series.map(({ name, values }) => ({ label: name, data: values, ${more} })) }`
const axes = 'CategoryScale, LinearScale, Legend, Tooltip'

export const types: readonly TypePages[] = [
  {
    type: 'bar', dge: 'type="bar" x="departement" y="sum(montant)"', vega: { mark: 'bar', encoding: { x: n('departement'), y: total } },
    chartjs: [`BarController, BarElement, ${axes}`, `{ type: 'bar', data: { labels: departments, datasets: [{ label: 'montant', data: [...sum(1).values()] }] } }`],
    echarts: ['BarChart', grid, `{ xAxis: { type: 'category', data: departments }, yAxis: {}, series: [{ type: 'bar', data: [...sum(1).values()] }] }`],
    plot: `{ marks: [barY([...sum(1)], { x: '0', y: '1' })] }`,
  },
  {
    type: 'stacked bar', dge: 'type="bar" x="mois" y="sum(montant)" color="departement"', vega: { mark: 'bar', encoding: { x: n('mois'), y: total, color: n('departement') } },
    chartjs: [`BarController, BarElement, ${axes}`, `{ type: 'bar', data: ${sets()}, options: { scales: { x: { stacked: true }, y: { stacked: true } } } }`],
    echarts: ['BarChart', grid, lines(`type: 'bar', stack: 'all'`)], plot: `{ color: { legend: true }, marks: [barY(rows, { x: '0', y: (row) => +row[2], fill: '1' })] }`,
  },
  {
    type: 'line', dge: 'type="line" x="mois" y="sum(montant)" color="departement"', vega: { mark: 'line', encoding: { x: n('mois'), y: total, color: n('departement') } },
    chartjs: [`LineController, LineElement, PointElement, ${axes}`, `{ type: 'line', data: ${sets()} }`],
    echarts: ['LineChart', grid, lines(`type: 'line'`)], plot: `{ color: { legend: true }, x: { type: 'point' }, marks: [lineY(rows, { x: '0', y: (row) => +row[2], stroke: '1' })] }`,
  },
  {
    type: 'stacked area', dge: 'type="area" x="mois" y="sum(montant)" color="departement"', vega: { mark: 'area', encoding: { x: n('mois'), y: total, color: n('departement') } },
    chartjs: [`LineController, LineElement, PointElement, Filler, ${axes}`, `{ type: 'line', data: ${sets('fill: true')}, options: { scales: { y: { stacked: true } } } }`],
    echarts: ['LineChart', grid, lines(`type: 'line', areaStyle: {}, stack: 'all'`)], plot: `{ color: { legend: true }, x: { type: 'point' }, marks: [areaY(rows, { x: '0', y: (row) => +row[2], fill: '1' })] }`,
  },
  {
    type: 'points', dge: 'type="point" x="surface" y="montant" color="departement"', vega: { mark: 'point', encoding: { x: q('surface'), y: q('montant'), color: n('departement') } },
    chartjs: [`ScatterController, PointElement, LinearScale, Legend, Tooltip`, `{ type: 'scatter', data: { datasets: departments.map((name) => ({ label: name, data: rows.filter((row) => row[1] === name).map((row) => ({ x: +row[3], y: +row[2] })) })) } }`],
    echarts: ['ScatterChart', grid, `{ xAxis: {}, yAxis: {}, series: departments.map((name) => ({ name, type: 'scatter', data: rows.filter((row) => row[1] === name).map((row) => [+row[3], +row[2]]) })) }`],
    plot: `{ color: { legend: true }, marks: [dot(rows, { x: (row) => +row[3], y: (row) => +row[2], stroke: '1' })] }`,
  },
  {
    type: 'histogram', dge: 'type="histogram" x="montant"', vega: { mark: 'bar', encoding: { x: q('montant', { bin: true }), y: { aggregate: 'count' } } },
    plot: `{ marks: [rectY(rows, binX({ y: 'count' }, { x: (row) => +row[2] }))] }`,
  },
  {
    type: 'box plot', dge: 'type="box" x="departement" y="montant"', vega: { mark: 'boxplot', encoding: { x: n('departement'), y: q('montant') } },
    echarts: ['BoxplotChart', `${grid}, DatasetComponent, TransformComponent`, `{ dataset: [{ source: series.map(({ values }) => values) }, { transform: { type: 'boxplot' } }], xAxis: { type: 'category' }, yAxis: {}, series: [{ type: 'boxplot', datasetIndex: 1 }] }`],
    plot: `{ marks: [boxY(rows, { x: '1', y: (row) => +row[2] })] }`,
  },
  {
    type: 'heat map', dge: 'type="heatmap" x="mois" y="departement" color="sum(montant)"', vega: { mark: 'rect', encoding: { x: n('mois'), y: n('departement'), color: total } },
    echarts: ['HeatmapChart', `${grid}, VisualMapComponent`, `{ xAxis: { type: 'category', data: months }, yAxis: { type: 'category', data: departments }, visualMap: { min: 100, max: 220 }, series: [{ type: 'heatmap', data: rows.map((row) => [row[0], row[1], +row[2]]) }] }`],
    plot: `{ color: { legend: true }, marks: [cell(rows, { x: '0', y: '1', fill: (row) => +row[2] })] }`,
  },
  {
    type: 'ring', dge: 'type="arc" theta="sum(montant)" color="departement"', vega: { mark: { type: 'arc', innerRadius: 60 }, encoding: { theta: total, color: n('departement') } },
    chartjs: ['DoughnutController, ArcElement, Legend, Tooltip', `{ type: 'doughnut', data: { labels: departments, datasets: [{ data: [...sum(1).values()] }] } }`],
    echarts: ['PieChart', 'TooltipComponent, LegendComponent', `{ series: [{ type: 'pie', radius: ['40%', '70%'], data: [...sum(1)].map(([name, value]) => ({ name, value })) }] }`],
  },
  {
    type: 'radar', dge: 'type="radar" x="mois" y="sum(montant)" color="departement"',
    chartjs: ['RadarController, RadialLinearScale, LineElement, PointElement, Legend, Tooltip', `{ type: 'radar', data: ${sets()} }`],
    echarts: ['RadarChart', 'RadarComponent, TooltipComponent, LegendComponent', `{ radar: { indicator: months.map((name) => ({ name, max: 220 })) }, series: [{ type: 'radar', data: series.map(({ name, values }) => ({ name, value: values })) }] }`],
  },
  {
    type: 'treemap', dge: 'type="treemap" color="departement, mois" size="sum(montant)"',
    echarts: ['TreemapChart', 'TooltipComponent', `{ series: [{ type: 'treemap', data: departments.map((name) => ({ name, children: rows.filter((row) => row[1] === name).map((row) => ({ name: row[0], value: +row[2] })) })) }] }`],
  },
  {
    type: 'sankey', dge: 'type="sankey" x="de" y="vers" size="sum(montant)"',
    echarts: ['SankeyChart', 'TooltipComponent', `{ series: [{ type: 'sankey', data: [...new Set(rows.flatMap((row) => [row[0], row[1]]))].map((name) => ({ name })), links: rows.map((row) => ({ source: row[0], target: row[1], value: +row[2] })) }] }`],
  },
]

const fileOf = ({ type }: TypePages) => (type === 'sankey' ? '/flux.csv' : '/data.csv')

/** Modules and bodies of a type's pages, by library. */
export function pagesOf(page: TypePages): Readonly<Record<string, { readonly code?: string; readonly body: string; readonly done: string }>> {
  const { dge, vega, chartjs, echarts, plot } = page
  const file = fileOf(page)
  const box = '<div id="chart" style="width:600px;height:320px"></div>'
  const shapes = 'svg path, svg rect, svg circle'
  return {
    dge: { body: `<dge-chart src="${file}" ${dge}></dge-chart>`, done: `deep('dge-chart').every((e) => e.state === 'ready') && sized('[part="chart"] svg path', 3)` },
    ...(vega ? { 'vega-embed': { body: box, done: `sized('.role-mark path', 3)`, code: `import embed from 'vega-embed'\nembed('#chart', ${JSON.stringify({ data: { url: file, format: { type: 'dsv', delimiter: ';', parse: { mois: 'string' } } }, width: 500, height: 260, ...vega })}, { renderer: 'svg' })` } } : {}),
    ...(chartjs ? { 'Chart.js': { body: '<div style="width:600px;height:320px"><canvas></canvas></div>', done: `coloured(document.querySelector('canvas')) > 40`, code: `import { Chart, Colors, ${chartjs[0]} } from 'chart.js'\nChart.register(Colors, ${chartjs[0]})\n${rows(file)}\nconst config = ${chartjs[1]}\nnew Chart(document.querySelector('canvas'), { ...config, options: { ...config.options, animation: false } })` } } : {}),
    ...(echarts ? { ECharts: { body: box, done: `sized('svg path', 3)`, code: `import { ${echarts[0]} } from 'echarts/charts'\nimport { ${echarts[1]} } from 'echarts/components'\nimport { init, use } from 'echarts/core'\nimport { SVGRenderer } from 'echarts/renderers'\nuse([${echarts[0]}, ${echarts[1]}, SVGRenderer])\n${rows(file)}\ninit(document.querySelector('#chart'), null, { renderer: 'svg' }).setOption({ animation: false, tooltip: {}, ...${echarts[2]} })` } } : {}),
    ...(plot ? { Plot: { body: box, done: `sized('${shapes}', 3)`, code: `import { areaY, barY, binX, boxY, cell, dot, lineY, plot, rectY } from '@observablehq/plot'\n${rows(file)}\ndocument.querySelector('#chart').append(plot({ width: 600, height: 320, ...${plot} }))` } } : {}),
  }
}
