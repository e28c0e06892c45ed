import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attributeHint, tagHint } from '../../src/elements/attribute-hints.js'

const chart = ['src', 'where', 'order', 'limit', 'heading', 'description', 'type', 'x', 'y', 'color', 'sort', 'unit', 'height', 'x-title']
const figure = ['src', 'where', 'heading', 'value', 'unit', 'compare']
const table = ['src', 'where', 'order', 'heading', 'columns', 'page-size']

describe('an attribute that a tag does not have', () => {
  for (const [known, name, meant] of [
    [chart, 'titre', 'heading'], [chart, 'title', 'heading'], [chart, 'couleur', 'color'], [chart, 'tri', 'order'], [chart, 'url', 'src'], [chart, 'titel', 'heading'], [chart, 'farbe', 'color'], [table, 'spalten', 'columns'],
    [chart, 'x-field', 'x'], [chart, 'value', 'y'], [chart, 'discription', 'description'], [chart, 'xtitle', 'x-title'], [chart, 'hight', 'height'],
    [figure, 'y', 'value'], [figure, 'valeur', 'value'], [figure, 'unité', 'unit'],
    [table, 'y', 'columns'], [table, 'pagesize', 'page-size'], [table, 'sort', 'order'], [table, 'colonnes', 'columns'],
    // Of dge 4.
    [chart, 'datasets', 'src'], [['layer', ...chart], 'datasets', 'layer'], [chart, 'series', 'color'], [chart, 'chart', 'type'], [chart, 'groupby', 'color'], [chart, 'orderby', 'order'], [chart, 'max', 'limit'], [chart, 'having', 'where'],
    [['digits', ...figure], 'decimal', 'digits'], [figure, 'operation', 'value'], [figure, 'text', 'heading'], [table, 'perpage', 'page-size'], [table, 'sortcolumns', 'order'], [table, 'fields', 'columns'], [table, 'labels', 'columns'],
    [['popup', 'src'], 'fields', 'popup'], [['popup', 'src'], 'queryable', 'popup'], [['basemap', 'src'], 'osm', 'basemap'],
  ] as const) {
    it(`${name}: ${meant}`, () => assert.equal(attributeHint(name, known), `has no attribute “${name}”: did you mean “${meant}”?`))
  }

  it('a tag that is not there', () => {
    for (const [name, meant] of [['dge-chrat', 'dge-chart'], ['dge-graph', 'dge-chart'], ['dge-tableau', 'dge-table'], ['dge-kpi', 'dge-figure'], ['dge-carte', 'dge-map']] as const) {
      assert.match(tagHint(name), new RegExp(`did you mean <${meant}>`), name)
    }
  })

  it('lists what there is where none is near', () => assert.equal(attributeHint('zzzzzzzz', figure), `has no attribute “zzzzzzzz”: it has ${figure.join(', ')}`))
})
