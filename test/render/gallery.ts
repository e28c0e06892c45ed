import { lightTheme } from '../../src/charts/index.js'
import { configOf } from '../../src/charts/theme.js'
import { french } from '../../src/locale/index.js'
import type { ChartSpec } from '../../src/charts/chart-type.js'

/** A specification in the manner of Vega-Lite's example gallery, with small data of its own, dressed as `<dge-chart spec>` dresses it. */
interface Example {
  readonly spec: ChartSpec
  /** Whether it is in the subset of the light renderer. */
  readonly light: boolean
}

const letters = [['A', 28], ['B', 55], ['C', 43], ['D', 91], ['E', 81], ['F', 53], ['G', 19], ['H', 87], ['I', 52]].map(([a, b]) => ({ a, b }))
const grouped = [['A', 'x', 0.1], ['A', 'y', 0.6], ['A', 'z', 0.9], ['B', 'x', 0.7], ['B', 'y', 0.2], ['B', 'z', 1.1], ['C', 'x', 0.6], ['C', 'y', 0.1], ['C', 'z', 0.2]].map(([category, group, value]) => ({ category, group, value }))
const stocks = ['MSFT', 'AMZN', 'IBM'].flatMap((symbol, series) => Array.from({ length: 24 }, (_, month) => ({ symbol, date: new Date(Date.UTC(2008, month, 1)).toISOString(), price: Math.round(100 * (20 + 30 * series + 12 * Math.sin(month / 3 + series) + month)) / 100 })))
const cars = Array.from({ length: 40 }, (_, at) => ({ Horsepower: 50 + ((at * 37) % 180), Miles: 10 + ((at * 53) % 350) / 10, Origin: ['USA', 'Europe', 'Japan'][at % 3], Acceleration: 8 + ((at * 29) % 160) / 10 }))
const gantt = [['A', 1, 3], ['B', 3, 8], ['C', 8, 10]].map(([task, start, end]) => ({ task, start, end }))

const sectors = letters.slice(0, 4).map(({ a }, at) => ({ a, from: at, to: at + 1, middle: at + 0.5, inner: 20 + 5 * at, outer: 60 + 10 * at, area: 400 + 100 * at, path: 'M-1,-1l2,0l0,2l-2,-0.5Z', curve: 'M-1,0C1,1,1,1,1,0Z' }))

function dressed(spec: object, values: readonly object[], light = true): Example {
  const whole = {
    data: { values }, width: 420, height: 260, autosize: { type: 'fit', contains: 'padding' }, padding: 4, ...spec,
    config: configOf(lightTheme, french),
  }
  return { spec: whole, light }
}

const quantitative = (field: string, more: object = {}) => ({ field, type: 'quantitative', ...more })
/** In pixels or radians. */
const given = (field: string) => quantitative(field, { scale: null, stack: null })
const nominal = (field: string, more: object = {}) => ({ field, type: 'nominal', ...more })
const time = (field: string, more: object = {}) => ({ field, type: 'temporal', ...more })

export const gallery: Readonly<Record<string, Example>> = {
  'a simple bar chart': dressed({ mark: 'bar', encoding: { x: nominal('a', { axis: { labelAngle: 0 } }), y: quantitative('b') } }, letters),
  'bars of a given height, whose names stand under it': dressed({ height: 200, autosize: { type: 'fit-x', contains: 'padding' }, mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, letters.map(({ a, b }) => ({ a: `Une catégorie ${a}`, b }))),
  'points of a given height under their legend': dressed({ height: 120, autosize: { type: 'fit-x', contains: 'padding' }, mark: 'point', encoding: { x: quantitative('Horsepower'), y: quantitative('Miles'), color: nominal('Origin') } }, cars),
  'a given height under a title': dressed({ height: 120, title: 'Above', autosize: { type: 'fit-x', contains: 'padding' }, mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, letters, false),
  'a bar chart with labels turned by default': dressed({ mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, letters),
  'a horizontal bar chart, sorted by length': dressed({ mark: 'bar', encoding: { y: nominal('a', { sort: '-x' }), x: quantitative('b') } }, letters),
  'a grouped bar chart': dressed({ mark: 'bar', encoding: { x: nominal('category'), y: quantitative('value'), xOffset: { field: 'group' }, color: nominal('group') } }, grouped),
  'a stacked bar chart with rounded corners stays grouped': dressed({ mark: { type: 'bar', cornerRadiusTopLeft: 3 }, encoding: { x: nominal('category'), y: quantitative('value'), color: nominal('group') } }, grouped, false),
  'a normalized stacked bar chart': dressed({ mark: 'bar', encoding: { x: nominal('category'), y: quantitative('value', { stack: 'normalize' }), color: nominal('group') } }, grouped),
  'rounded bars': dressed({ mark: { type: 'bar', cornerRadiusEnd: 4 }, encoding: { x: nominal('a'), y: quantitative('b', { stack: null }) } }, letters),
  'a bar chart with labels': dressed({ layer: [{ mark: 'bar' }, { mark: { type: 'text', align: 'left', baseline: 'middle', dx: 3 }, encoding: { text: quantitative('b') } }], encoding: { y: nominal('a'), x: quantitative('b', { stack: null, scale: { domain: [0, 100] } }) } }, letters),
  'bars of which some stand out': dressed({ mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b'), color: { condition: [{ test: { field: 'a', equal: 'D' }, value: '#b3263a' }, { test: { field: 'a', oneOf: ['A', 'D', 'I'] }, value: '#0b7f5c' }], value: '#8a949e' } } }, letters),
  'texts and points of which some stand out': dressed({
    encoding: { x: nominal('a'), y: quantitative('b'), color: { condition: { test: { field: 'a', oneOf: ['B'] }, value: 'red' }, value: 'grey' } },
    layer: [{ mark: 'point' }, { mark: { type: 'text', dy: -8 }, encoding: { text: nominal('a') } }],
  }, letters),
  'a line of which a part would stand out': dressed({ mark: 'line', encoding: { x: nominal('a'), y: quantitative('b'), color: { condition: { test: { field: 'a', equal: 'D' }, value: 'red' }, value: 'grey' } } }, letters, false),
  'bars that stand out by what is computed': dressed({ mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b'), color: { condition: { test: 'datum.b > 50', value: 'red' }, value: 'grey' } } }, letters, false),
  'a gantt chart': dressed({ mark: 'bar', encoding: { y: nominal('task'), x: quantitative('start'), x2: { field: 'end' } } }, gantt),
  'a scatterplot with colour and shape': dressed({ mark: 'point', encoding: { x: quantitative('Horsepower', { scale: { zero: false } }), y: quantitative('Miles', { scale: { zero: false } }), color: nominal('Origin'), shape: nominal('Origin') } }, cars),
  'an axis whose domain falls': dressed({ mark: 'point', encoding: { x: quantitative('Horsepower', { scale: { domain: [250, 0] } }), y: quantitative('Miles', { scale: { domain: [50, 0], nice: false, zero: false } }) } }, cars),
  'a bubble plot': dressed({ mark: 'point', encoding: { x: quantitative('Horsepower'), y: quantitative('Miles'), size: quantitative('Acceleration') } }, cars),
  'a scatterplot with a colour ramp': dressed({ mark: { type: 'circle', size: 60 }, encoding: { x: quantitative('Horsepower'), y: quantitative('Miles'), color: quantitative('Acceleration') } }, cars),
  'names with a seam over bars': dressed({
    encoding: { y: nominal('a'), x: quantitative('b') },
    layer: [{ mark: 'bar' }, { mark: { type: 'text', align: 'right', color: '#111111', stroke: '#ffffff', strokeWidth: 3, strokeJoin: 'round', strokeOpacity: 0.85 }, encoding: { text: nominal('a') } }],
  }, letters),
  'a strip plot with names': dressed({ mark: 'square', encoding: { x: quantitative('Horsepower'), y: nominal('Origin') } }, cars),
  'a line chart in UTC': dressed({ mark: 'line', encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price'), color: nominal('symbol') } }, stocks),
  'a line chart with dashes and points': dressed({ mark: { type: 'line', point: true }, encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price'), strokeDash: nominal('symbol') } }, stocks),
  'a line on a logarithmic scale': dressed({ mark: { type: 'line', interpolate: 'monotone' }, encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price', { scale: { type: 'log' } }), color: nominal('symbol') } }, stocks),
  'a step chart': dressed({ mark: { type: 'line', interpolate: 'step-after' }, encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price'), color: nominal('symbol') } }, stocks),
  'a stacked area chart': dressed({ mark: 'area', encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price'), color: nominal('symbol') } }, stocks),
  'an area chart with line and points': dressed({ mark: { type: 'area', line: true, point: true }, encoding: { x: time('date', { scale: { type: 'utc' } }), y: quantitative('price', { stack: null }), color: nominal('symbol') } }, stocks),
  'a stream': dressed({ mark: 'area', encoding: { x: time('date', { scale: { type: 'utc' }, axis: { domain: false, tickSize: 0 } }), y: quantitative('price', { stack: 'center', axis: null }), color: nominal('symbol') } }, stocks),
  'bars in local time': dressed({ mark: 'bar', encoding: { x: time('date'), y: quantitative('price') } }, stocks.slice(0, 12)),
  'a pie chart': dressed({ mark: 'arc', encoding: { theta: quantitative('b'), color: nominal('a') } }, letters),
  'a donut chart with labels': dressed({ layer: [{ mark: { type: 'arc', innerRadius: 40, outerRadius: 80 } }, { mark: { type: 'text', radius: 95 }, encoding: { text: nominal('a') } }], encoding: { theta: quantitative('b', { stack: true }), color: nominal('a', { legend: null }) } }, letters.slice(0, 5)),
  'a heat map': dressed({ mark: 'rect', encoding: { x: nominal('category'), y: nominal('group'), color: quantitative('value') } }, grouped),
  'a heat map with texts that are pale on strong colours': dressed({
    encoding: { x: nominal('category'), y: nominal('group') },
    layer: [{ mark: 'rect', encoding: { color: quantitative('value') } }, { mark: 'text', encoding: { text: nominal('value'), color: { condition: { test: { field: 'value', gt: 0.65 }, value: '#ffffff' }, value: '#14202b' } } }],
  }, grouped),
  'sectors that are laid out already, with texts': dressed({ layer: [
    { mark: { type: 'arc', stroke: 'white' }, encoding: { theta: given('from'), theta2: { field: 'to' }, radius: given('outer'), radius2: { field: 'inner' }, color: nominal('a', { legend: null }) } },
    { mark: 'text', encoding: { theta: given('middle'), radius: given('outer'), text: nominal('a') } },
  ] }, sectors),
  'a sector of which the inner radius is not given': dressed({ mark: 'arc', encoding: { theta: given('from'), theta2: { field: 'to' }, radius: given('outer') } }, sectors, false),
  'radii on a scale': dressed({ mark: 'arc', encoding: { theta: quantitative('outer', { stack: true }), radius: quantitative('outer', { scale: { type: 'sqrt', zero: true, rangeMin: 20 } }) } }, sectors, false),
  'symbols and texts of own size': dressed({ layer: [
    { mark: { type: 'point', filled: true }, encoding: { x: quantitative('inner'), y: quantitative('outer'), size: quantitative('area', { scale: null, legend: null }), shape: nominal('path', { scale: null, legend: null }) } },
    { mark: 'text', encoding: { x: quantitative('inner'), y: quantitative('outer'), size: quantitative('inner', { scale: null, legend: null }), text: nominal('a') } },
  ] }, sectors),
  'symbols that are curves': dressed({ mark: 'point', encoding: { x: quantitative('inner'), shape: nominal('curve', { scale: null, legend: null }) } }, sectors, false),
  'a mean line over bars': dressed({ layer: [{ mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, { mark: { type: 'rule', color: 'red', strokeDash: [4, 4] }, encoding: { y: { datum: 56.5 } } }] }, letters),
  'a lollipop': dressed({ layer: [{ mark: 'rule', encoding: { y2: { datum: 0 } } }, { mark: { type: 'point', filled: true, size: 90 } }], encoding: { x: nominal('a'), y: quantitative('b') } }, letters),
  'a title with a second line': dressed({ title: { text: 'Titre', subtitle: 'Sous-titre', anchor: 'start' }, mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, letters),
  'an axis on the other side': dressed({ mark: 'bar', encoding: { x: nominal('a', { axis: { orient: 'top' } }), y: quantitative('b', { axis: { orient: 'right', titleAngle: 0 } }) } }, letters),
  'a reversed axis and values of one’s own': dressed({ mark: 'point', encoding: { x: quantitative('Horsepower', { sort: 'descending' }), y: quantitative('Miles', { axis: { values: [10, 20, 30, 40] } }) } }, cars),
  'a legend in columns on the right': dressed({ mark: 'point', encoding: { x: quantitative('Horsepower'), y: quantitative('Miles'), color: nominal('Origin', { legend: { orient: 'right', direction: 'vertical', columns: 2 } }) } }, cars),
  'threshold colours without a legend': dressed({ mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b'), color: quantitative('b', { scale: { type: 'threshold', domain: [30, 60], range: ['#111111', '#888888', '#cccccc'] }, legend: null }) } }, letters),
  'aggregates': dressed({ mark: 'bar', encoding: { x: nominal('category'), y: quantitative('value', { aggregate: 'sum' }) } }, grouped, false),
  'a box plot': dressed({ mark: 'boxplot', encoding: { x: nominal('category'), y: quantitative('value') } }, grouped, false),
  'a transform': dressed({ transform: [{ filter: 'datum.b > 30' }], mark: 'bar', encoding: { x: nominal('a'), y: quantitative('b') } }, letters, false),
  'a selection': dressed({ params: [{ name: 'brush', select: 'interval' }], mark: 'point', encoding: { x: quantitative('Horsepower'), y: quantitative('Miles') } }, cars, false),
  'a facet': dressed({ facet: nominal('Origin'), spec: { mark: 'point', encoding: { x: quantitative('Horsepower'), y: quantitative('Miles') } } }, cars, false),
  'a colour scheme': dressed({ mark: 'rect', encoding: { x: nominal('category'), y: nominal('group'), color: quantitative('value', { scale: { scheme: 'viridis' } }) } }, grouped, false),
}
