import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tableFromRows } from '../../src/data/table.js'
import { clockOf, columnsOf, vegaRows } from '../../src/grammar/vega-rows.js'
import type { Schema } from '../../src/data/schema.js'

process.env.TZ = 'America/Miquelon'

const schema: Schema = [{ name: 'nom', type: 'string' }, { name: 'jour', type: 'date' }, { name: 'a.b', type: 'number' }, { name: 'geom', type: 'geometry' }]

describe('rows for Vega', () => {
  it('show the published wall clock on the reader’s clock, or as universal time', () => {
    const table = tableFromRows(schema.slice(0, 2), [{ nom: 'x', jour: Date.UTC(2024, 0, 31, 23, 30) }, { nom: 'y', jour: null }, { nom: 'z', jour: Date.UTC(1850, 6, 14) }])
    const [first, second, third] = vegaRows(table, 'local') as { jour: number | null }[]
    const local = new Date(first?.jour ?? NaN)
    assert.deepEqual([local.getFullYear(), local.getMonth(), local.getDate(), local.getHours(), local.getMinutes()], [2024, 0, 31, 23, 30])
    assert.equal(second?.jour, null)
    assert.equal(new Date(third?.jour ?? NaN).getFullYear(), 1850)
    assert.deepEqual((vegaRows(table, 'utc') as { jour: number }[])[0]?.jour, Date.UTC(2024, 0, 31, 23, 30))
  })

  it('the clock is universal when the specification says so somewhere', () => {
    assert.equal(clockOf({ encoding: { x: { timeUnit: 'utcyearmonth' } } }), 'utc')
    assert.equal(clockOf({ encoding: { x: { scale: { type: 'utc' } } } }), 'utc')
    assert.equal(clockOf({ transform: [{ calculate: 'utcyear(datum.jour)' }] }), 'utc')
    assert.equal(clockOf({ encoding: { x: { timeUnit: 'year', title: 'inutc' } } }), 'local')
  })

  it('with a geometry are GeoJSON features', () => {
    const point = { type: 'Point' as const, coordinates: [7.75, 48.58] }
    const [row] = vegaRows(tableFromRows(schema, [{ nom: 'Strasbourg', jour: null, 'a.b': 1, geom: point }]), 'local') as Record<string, unknown>[]
    assert.equal(row?.['type'], 'Feature')
    assert.deepEqual(row?.['geometry'], point)
    assert.equal((row?.['properties'] as { nom: string }).nom, 'Strasbourg')
  })

  it('have the columns that the specification may read', () => {
    assert.deepEqual(columnsOf({ mark: 'bar', encoding: { x: { field: 'nom' } } }, schema), ['nom'])
    assert.deepEqual(columnsOf({ transform: [{ calculate: 'datum.nom + 1', as: 'x' }] }, schema), ['nom'])
    assert.deepEqual(columnsOf({ encoding: { x: { field: 'a\\.b' } } }, schema), ['a.b'])
    assert.deepEqual(columnsOf({ transform: [{ filter: "datum['jour'] > 3" }] }, schema), ['jour'])
    assert.deepEqual(columnsOf({ transform: [{ calculate: 'datum[pick]', as: 'x' }] }, schema), ['nom', 'jour', 'a.b'])
    assert.deepEqual(columnsOf({ mark: { type: 'bar', tooltip: { content: 'data' } } }, schema), ['nom', 'jour', 'a.b'])
    assert.deepEqual(columnsOf({ mark: 'geoshape', encoding: { color: { field: 'nom' } } }, schema), ['nom', 'geom'])
  })
})
