import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { boxClause, groupKey, quoteName, quoteText, whereClause } from '../../src/providers/odsql.js'
import { aggregatesThere } from '../../src/providers/opendatasoft-groups.js'
import { urlOf } from '../../src/providers/opendatasoft-api.js'
import { valueOf } from '../../src/providers/opendatasoft-values.js'
import { plainText } from '../../src/providers/opendatasoft-fields.js'
import type { Expr } from '../../src/data/expression.js'
import type { Filter } from '../../src/data/filter.js'
import type { ServerField } from '../../src/providers/opendatasoft-fields.js'

const field = (name: string, kind: string, type: ServerField['type'], extra: Partial<ServerField> = {}): [string, ServerField] =>
  [name, { name, kind, type, multivalued: false, native: true, ...extra }]
const fields = new Map([
  field('nom', 'text', 'string'), field('year', 'text', 'string'), field('2020', 'int', 'number'), field('a`b\\', 'text', 'string'),
  field('n', 'int', 'number'), field('x', 'double', 'number'), field('ok', 'boolean', 'boolean'), field('jour', 'date', 'date'),
  field('maj', 'datetime', 'date'), field('tags', 'text', 'string', { multivalued: true }), field('geo', 'geo_point_2d', 'geometry'),
  field('forme', 'geo_shape', 'geometry'), field('code', 'int', 'string', { native: false }), field('doc', 'json_blob', 'string'),
])
const p = (property: string) => ({ property })
const where = (filter: Filter) => whereClause(filter, fields)
const exact = (filter: Filter) => {
  const clause = where(filter)
  assert.equal(clause?.exact, true)
  return clause.text
}

describe('ODSQL', () => {
  it('quotes names that are no plain words', () => {
    assert.deepEqual(['nom', 'year', '2020', 'été', 'a`b\\', 'Select'].map(quoteName), ['nom', '`year`', '`2020`', '`été`', '`a\\`b\\\\`', '`Select`'])
  })

  it('ends no literal before its end', () => {
    assert.equal(quoteText('a"b'), '"a\\"b"')
    assert.equal(quoteText('a\\" or 1=1 or "'), '"a\\\\\\" or 1=1 or \\""')
    assert.equal(exact({ op: '=', args: [p('nom'), 'x" or nom is not null or nom = "'] }), 'nom = "x\\" or nom is not null or nom = \\""')
    assert.equal(exact({ op: '=', args: [p('a`b\\'), 'x\\'] }), '`a\\`b\\\\` = "x\\\\"')
    assert.equal(urlOf('https://x.fr/r', { where: 'a = "b&limit=1#"' }), 'https://x.fr/r?where=a%20%3D%20%22b%26limit%3D1%23%22')
  })

  it('says comparisons', () => {
    assert.equal(exact({ op: '=', args: [p('nom'), 'Épinal'] }), 'nom = "Épinal"')
    assert.equal(exact({ op: '<>', args: [p('nom'), 'a'] }), 'not (nom = "a") and nom is not null')
    assert.equal(exact({ op: '<', args: [3, p('n')] }), 'n > 3')
    assert.equal(exact({ op: '>', args: [p('n'), 12.5] }), 'n >= 13')
    assert.equal(exact({ op: '<', args: [p('n'), -12.5] }), 'n <= -13')
    assert.equal(exact({ op: '<=', args: [p('x'), 0.25] }), 'x <= 0.25')
    assert.equal(exact({ op: '=', args: [p('ok'), true] }), 'ok is true')
    assert.equal(exact({ op: 'not', args: [p('ok')] }), 'ok is false')
    assert.equal(exact({ op: 'between', args: [p('n'), 1, 9] }), '(n >= 1) and (n <= 9)')
    assert.equal(exact({ op: 'in', args: [p('nom'), ['a', 'b']] }), '(nom = "a") or (nom = "b")')
    assert.equal(exact({ op: 'isNull', args: [p('geo')] }), 'geo is null')
    assert.equal(exact({ op: 'like', args: [p('nom'), '100\\%'] }), 'nom = "100%"')
    assert.equal(exact({ op: 'not', args: [{ op: 'or', args: [{ op: 'isNull', args: [p('n')] }, { op: '>', args: [p('n'), 3] }] }] }), '(n is not null) and (n <= 3)')
  })

  it('says dates as days, and clock times as instants', () => {
    assert.equal(exact({ op: '>=', args: [p('jour'), { date: '2024-01-31' }] }), "jour >= date'2024-01-31'")
    // Midnight in Paris: 23:00 UTC in winter, 22:00 in summer.
    assert.equal(exact({ op: '>=', args: [p('maj'), { date: '2024-01-31' }] }), "maj >= date'2024-01-30T23:00:00Z'")
    assert.equal(exact({ op: '<', args: [p('maj'), { timestamp: '2024-07-01T12:00:00' }] }), "maj < date'2024-07-01T10:00:00Z'")
    // 02:30 comes twice on 27 October 2024 and never on 31 March.
    assert.equal(where({ op: '<', args: [p('maj'), { timestamp: '2024-10-27T02:30:00' }] }), undefined)
    assert.equal(where({ op: '<', args: [p('maj'), { timestamp: '2024-03-31T02:30:00' }] }), undefined)
    assert.equal(where({ op: '<', args: [p('jour'), { timestamp: '2024-03-31T12:30:00' }] }), undefined)
    const year = { op: 'year', args: [p('jour')] } as const
    assert.equal(exact({ op: '=', args: [year, 2024] }), "(jour >= date'2024-01-01') and (jour < date'2025-01-01')")
    assert.equal(exact({ op: '>', args: [{ op: 'year', args: [p('maj')] }, 2023] }), "maj >= date'2023-12-31T23:00:00Z'")
    const years = (op: '<' | '<=' | '>' | '>=' | '<>') => exact({ op, args: [year, 2024] })
    assert.deepEqual([years('<'), years('<='), years('>'), years('>=')], ["jour < date'2024-01-01'", "jour < date'2025-01-01'", "jour >= date'2025-01-01'", "jour >= date'2024-01-01'"])
    assert.equal(years('<>'), "(jour < date'2024-01-01') or (jour >= date'2025-01-01')")
    assert.equal(exact({ op: '=', args: [{ op: 'month', args: [p('jour')] }, 3] }), 'month(jour) = 3 and jour is not null')
    assert.equal(exact({ op: 'not', args: [{ op: '=', args: [{ op: 'month', args: [p('jour')] }, 3] }] }), 'not (month(jour) = 3) and jour is not null')
  })

  it('says less than asked where it can only do so', () => {
    assert.deepEqual(where({ op: 'like', args: [p('nom'), 'Stras%g'] }), { text: 'startswith(nom, "Stras")', exact: false })
    assert.deepEqual(where({ op: '=', args: [p('tags'), 'a'] }), { text: 'tags = "a"', exact: false })
    assert.deepEqual(where({ op: 's_intersects', args: [p('geo'), { bbox: [6, 48, 7, 49] }] }), { text: 'in_bbox(geo, 47.99999, 5.99999, 49.00001, 7.00001)', exact: false })
    assert.deepEqual(where({ op: 'and', args: [{ op: 'like', args: [p('nom'), '%a%'] }, { op: '>', args: [p('n'), 1] }] }), { text: 'n > 1', exact: false })
    assert.equal(boxClause('geo', [-180, -90, 180, 90]), 'in_bbox(geo, -90, -180.00001, 90, 180.00001)')
  })

  it('says nothing where the server means something else', () => {
    const local: Filter[] = [
      { op: 'like', args: [p('nom'), '%a%'] },
      { op: 'not', args: [{ op: 'like', args: [p('nom'), 'a%'] }] },
      { op: '<', args: [p('nom'), 'b'] },
      { op: '=', args: [p('nom'), ''] },
      { op: '=', args: [{ op: 'casei', args: [p('nom')] }, 'a'] },
      { op: '>', args: [{ op: '+', args: [p('n'), 1] }, 3] },
      { op: '=', args: [p('n'), p('x')] },
      { op: '=', args: [p('tags'), 'a, b'] },
      { op: '<>', args: [p('tags'), 'a'] },
      { op: '=', args: [p('code'), '01'] },
      { op: 'isNull', args: [p('code')] },
      { op: '=', args: [p('doc'), 'a'] },
      { op: '=', args: [p('x'), 1e-7] },
      { op: '=', args: [p('absent'), 1] },
      { op: 'or', args: [{ op: '=', args: [p('n'), 1] }, { op: 'like', args: [p('nom'), '%a%'] }] },
      { op: 's_intersects', args: [p('forme'), { bbox: [6, 48, 7, 49] }] },
      { op: 's_intersects', args: [p('geo'), { bbox: [170, 48, -170, 49] }] },
      { op: 'in', args: [p('nom'), Array.from({ length: 400 }, (_, index) => `valeur ${index}`)] },
      true,
    ]
    for (const filter of local) assert.equal(where(filter), undefined, JSON.stringify(filter).slice(0, 200))
  })

  it('groups by fields, parts of dates and whole bins', () => {
    const texts = (expr: Expr) => groupKey(expr, fields)?.texts
    assert.deepEqual(texts(p('year')), ['`year`'])
    assert.deepEqual(texts({ op: 'yearmonthdate', args: [p('jour')] }), ['jour'])
    assert.deepEqual(texts({ op: 'yearmonthdate', args: [p('maj')] }), ['year(maj)', 'month(maj)', 'day(maj)'])
    assert.deepEqual(texts({ op: 'bin', args: [p('n'), 10] }), ['range(n, 10)'])
    for (const expr of [p('tags'), p('geo'), p('forme'), p('doc'), p('code'), p('absent')]) assert.equal(texts(expr), undefined)
    for (const op of ['week', 'quarter', 'day', 'yearweek'] as const) assert.equal(texts({ op, args: [p('jour')] }), undefined)
    assert.equal(texts({ op: 'bin', args: [p('x'), 10] }), undefined)
    assert.equal(texts({ op: 'bin', args: [p('n'), 0.5] }), undefined)
    assert.equal(texts({ op: 'hour', args: [p('jour')] }), undefined)
  })

  it('aggregates what is exact', () => {
    const there = (op: Parameters<typeof aggregatesThere>[0]['op'], name?: string) => aggregatesThere({ as: 'a', op, ...(name ? { expr: p(name) } : {}) }, fields)
    assert.deepEqual([there('count'), there('count', 'nom'), there('sum', 'x'), there('mean', 'n'), there('max', 'maj'), there('distinct', 'nom')], [true, true, true, true, true, true])
    assert.deepEqual([there('median', 'x'), there('quantile', 'x'), there('stdev', 'x'), there('min', 'nom'), there('count', 'tags'), there('count', 'geo'), there('sum', 'code')], Array(7).fill(false))
    assert.equal(aggregatesThere({ as: 'a', op: 'sum', expr: { op: '*', args: [p('n'), p('x')] } }, fields), false)
  })
})

describe('values of Opendatasoft', () => {
  it('are read by type', () => {
    const value = (raw: unknown, kind: string, type: ServerField['type']) => valueOf(raw, { kind, type })
    assert.equal(value('2024', 'date', 'date'), Date.UTC(2024, 0, 1))
    assert.equal(value('2024-03', 'date', 'date'), Date.UTC(2024, 2, 1))
    assert.equal(value('2024-01-31T01:00:00+01:00', 'date', 'date'), Date.UTC(2024, 0, 31))
    assert.equal(value('2024-07-01T12:30:15.250000+02:00', 'datetime', 'date'), Date.UTC(2024, 6, 1, 12, 30, 15, 250))
    // The same instant, from a server that does not heed the time zone asked for.
    assert.equal(value('2024-07-01T10:30:15.25+00:00', 'datetime', 'date'), Date.UTC(2024, 6, 1, 12, 30, 15, 250))
    assert.equal(value('2024-01-01T00:00:00', 'datetime', 'date'), Date.UTC(2024, 0, 1))
    assert.equal(value('2024-07-01T10:30:00Z', 'datetime', 'date'), Date.UTC(2024, 6, 1, 12, 30))
    assert.equal(value('', 'text', 'string'), null)
    assert.equal(value('01001', 'int', 'number'), 1001)
    assert.equal(value(1001, 'int', 'string'), '1001')
    assert.equal(value('1 234,5', 'text', 'number'), 1234.5)
    assert.equal(value({ a: 1 }, 'json_blob', 'string'), '{"a":1}')
    assert.equal(value({ filename: 'a.png', url: 'https://x.fr/a.png' }, 'file', 'string'), 'https://x.fr/a.png')
    assert.deepEqual(value('48.5, 7.5', 'geo_point_2d', 'geometry'), { type: 'Point', coordinates: [7.5, 48.5] })
    const feature = { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[1, 2], [3, 4]] } }
    assert.deepEqual(value(feature, 'geo_shape', 'geometry'), feature.geometry)
    assert.deepEqual(value(JSON.stringify(feature), 'geo_shape', 'geometry'), feature.geometry)
    assert.equal(value({ lon: null, lat: null }, 'geo_point_2d', 'geometry'), null)
    assert.equal(value('{"type":"Boom"}', 'geo_shape', 'geometry'), null)
  })

  it('descriptions are text', () => {
    assert.equal(plainText('<p>a &amp; b</p><script>x()</script><p>1 < 2 &lt;b&gt; &#233;</p>'), 'a & b\n1 < 2 <b> é')
    assert.equal(plainText('<br>'), undefined)
  })
})
