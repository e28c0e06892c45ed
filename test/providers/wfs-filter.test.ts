import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printFilter } from '../../src/providers/wfs-filter.js'
import { fieldsToProve, pushdownOf } from '../../src/providers/wfs-pushdown.js'
import type { Filter } from '../../src/data/filter.js'
import type { FilterField } from '../../src/providers/wfs-pushdown.js'

const field = (name: string, type: FilterField['type'], more: Partial<FilterField> = {}): [string, FilterField] => [
  name,
  { name, type, native: true, daily: true, ...more },
]
const fields = new Map([
  field('nom', 'string'),
  field('pop', 'number'),
  field('actif', 'boolean'),
  field('jour', 'date'),
  field('maj', 'date', { daily: false }),
  field('forcé', 'number', { native: false }),
  field('geom', 'geometry'),
])
const p = (property: string) => ({ property })
const fes = { language: 'fes-2.0', latitudeFirst: true } as const
const inner = (filter: Filter, style: Parameters<typeof printFilter>[1] = fes) =>
  printFilter(filter, style).replace(/^<(fes|ogc):Filter[^>]*>|<\/(fes|ogc):Filter>$/g, '')

describe('what may be sent', () => {
  const cases: [string, Filter, string][] = [
    ['text equal', { op: '=', args: [p('nom'), 'Metz'] }, 'exact'],
    ['the empty text, which is null to some', { op: '=', args: [p('nom'), ''] }, 'local'],
    ['text different: servers that store blanks keep them', { op: '<>', args: [p('nom'), 'Metz'] }, 'superset'],
    ['text order depends on collation', { op: '<', args: [p('nom'), 'M'] }, 'local'],
    ['number above zero', { op: '>', args: [p('pop'), 10] }, 'exact'],
    ['literal first', { op: '<', args: [10, p('pop')] }, 'exact'],
    ['number below ten: null may count as 0', { op: '<', args: [p('pop'), 10] }, 'superset'],
    ['number equal to zero', { op: '=', args: [p('pop'), 0] }, 'superset'],
    ['between around zero', { op: 'between', args: [p('pop'), -1, 1] }, 'superset'],
    ['between above zero', { op: 'between', args: [p('pop'), 1, 5] }, 'exact'],
    ['in', { op: 'in', args: [p('nom'), ['a', 'b']] }, 'exact'],
    ['in nothing', { op: 'in', args: [p('nom'), []] }, 'local'],
    ['in too much', { op: 'in', args: [p('pop'), Array.from({ length: 301 }, (_, i) => i + 1)] }, 'local'],
    ['like', { op: 'like', args: [p('nom'), 'M%'] }, 'exact'],
    ['like anything', { op: 'like', args: [p('nom'), '%'] }, 'superset'],
    ['folded case', { op: '=', args: [{ op: 'casei', args: [p('nom')] }, { op: 'casei', args: ['metz'] }] }, 'local'],
    ['a day', { op: '>=', args: [p('jour'), { date: '2024-01-31' }] }, 'exact'],
    ['days before: blank is before', { op: '<', args: [p('jour'), { date: '2024-01-31' }] }, 'superset'],
    ['clock times have zones', { op: '>', args: [p('maj'), { date: '2024-01-31' }] }, 'local'],
    ['boolean', p('actif'), 'exact'],
    ['false', { op: '=', args: [p('actif'), false] }, 'superset'],
    ['is null differs from server to server', { op: 'isNull', args: [p('pop')] }, 'local'],
    ['is not null', { op: 'not', args: [{ op: 'isNull', args: [p('pop')] }] }, 'superset'],
    ['negation', { op: 'not', args: [{ op: '=', args: [p('nom'), 'a'] }] }, 'superset'],
    ['negated box', { op: 'not', args: [{ op: 's_intersects', args: [p('geom'), { bbox: [0, 0, 1, 1] }] }] }, 'local'],
    ['box', { op: 's_intersects', args: [p('geom'), { bbox: [0, 0, 1, 1] }] }, 'superset'],
    ['box inside or', { op: 'or', args: [p('actif'), { op: 's_intersects', args: [p('geom'), { bbox: [0, 0, 1, 1] }] }] }, 'local'],
    ['a polygon, by its box', { op: 's_intersects', args: [p('geom'), { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }] }, 'superset'],
    ['decimals are printed shorter than stored', { op: '>=', args: [p('pop'), 0.1] }, 'superset'],
    ['decimals, different', { op: '<>', args: [p('pop'), 0.1] }, 'local'],
    ['a field whose type the author changed', { op: '=', args: [p('forcé'), 1] }, 'local'],
    ['two fields', { op: '=', args: [p('pop'), p('forcé')] }, 'local'],
    ['arithmetic', { op: '>', args: [{ op: '*', args: [p('pop'), 2] }, 3] }, 'local'],
    ['and of both', { op: 'and', args: [{ op: '=', args: [p('nom'), 'a'] }, { op: '<', args: [p('pop'), 3] }] }, 'superset'],
    ['or with a local part', { op: 'or', args: [{ op: '=', args: [p('nom'), 'a'] }, { op: '<', args: [p('nom'), 'b'] }] }, 'local'],
  ]
  for (const [name, filter, expected] of cases) {
    it(name, () => assert.equal(pushdownOf(filter, fields), expected))
  }

  it('what must be proven first', () => {
    const filter: Filter = {
      op: 'and',
      args: [
        { op: '=', args: [p('jour'), { date: '2024-01-31' }] },
        { op: '=', args: [p('nom'), '01001'] },
        { op: '=', args: [p('pop'), 3] },
        p('actif'),
      ],
    }
    assert.deepEqual([...fieldsToProve(filter, fields)], [['jour', false], ['nom', true], ['pop', false], ['actif', false]])
  })
})

describe('FES 2.0 and 1.1', () => {
  it('names, escapes and mirrored operands', () => {
    assert.equal(
      inner({ op: '<', args: [5, p('a&b')] }),
      '<fes:PropertyIsGreaterThan><fes:ValueReference>a&amp;b</fes:ValueReference><fes:Literal>5</fes:Literal></fes:PropertyIsGreaterThan>'
    )
    assert.equal(
      inner({ op: '=', args: [p('nom'), `L'Isle <"x">`] }, { language: 'fes-1.1', latitudeFirst: true }),
      `<ogc:PropertyIsEqualTo><ogc:PropertyName>nom</ogc:PropertyName><ogc:Literal>L'Isle &lt;&quot;x&quot;&gt;</ogc:Literal></ogc:PropertyIsEqualTo>`
    )
  })
  it('boxes are a little larger, latitude first unless the server has it the other way', () => {
    const box: Filter = { op: 's_intersects', args: [p('geom'), { bbox: [7, 48, 8, 49] }] }
    assert.match(inner(box), /EPSG::4326"><gml:lowerCorner>47\.979 6\.979<\/gml:lowerCorner><gml:upperCorner>49\.021 8\.021</)
    assert.match(inner(box, { language: 'fes-2.0', latitudeFirst: false }), /<gml:lowerCorner>6\.979 47\.979</)
  })
})

describe('decimals', () => {
  it('are widened by a millionth', () => {
    assert.match(inner({ op: '<', args: [p('pop'), 2.5] }), /PropertyIsLessThanOrEqualTo.*>2\.5000025</)
    assert.match(inner({ op: '=', args: [p('pop'), 2.5] }), /PropertyIsBetween.*>2\.4999975<.*>2\.5000025</)
    assert.match(inner({ op: '<', args: [p('pop'), 2] }), /PropertyIsLessThan>.*>2</)
  })
})

describe('ECQL', () => {
  const cql = (filter: Filter) => printFilter(filter, { language: 'cql', latitudeFirst: true })
  it('quotes names and text', () => {
    assert.equal(cql({ op: '=', args: [p('Nom "usuel"'), "L'Épine"] }), `"Nom ""usuel""" = 'L''Épine'`)
  })
  it('trees keep their shape', () => {
    const a: Filter = { op: '=', args: [p('a'), 1] }
    const b: Filter = { op: 'in', args: [p('b'), ['x', 'y']] }
    assert.equal(cql({ op: 'not', args: [{ op: 'or', args: [a, { op: 'and', args: [a, b] }] }] }), `NOT (("a" = 1) OR (("a" = 1) AND ("b" IN ('x', 'y'))))`)
  })
  it('the rest', () => {
    assert.equal(cql({ op: 'between', args: [p('a'), 1, 2] }), '"a" BETWEEN 1 AND 2')
    assert.equal(cql({ op: 'like', args: [p('a'), 'x%'] }), `"a" LIKE 'x%'`)
    assert.equal(cql({ op: 'isNull', args: [p('a')] }), '"a" IS NULL')
    assert.equal(cql({ op: '>=', args: [p('d'), { date: '2024-01-31' }] }), `"d" >= '2024-01-31'`)
    assert.match(cql({ op: 's_intersects', args: [p('g'), { bbox: [7, 48, 8, 49] }] }), /^BBOX\("g", 6\.979, 47\.979, 8\.021, 49\.021, 'EPSG:4326'\)$/)
  })
})
