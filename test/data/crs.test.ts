import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crsDefinition, crsNamed, guessCrs, isLonLat } from '../../src/data/crs.js'
import { unprojection } from '../../src/providers/projection.js'

test('crsNamed reads every usual spelling', () => {
  const expected: Record<string, string | undefined> = {
    'EPSG:2154': 'EPSG:2154', 'epsg:2154': 'EPSG:2154', '2154': 'EPSG:2154', 'urn:ogc:def:crs:EPSG::2154': 'EPSG:2154',
    'urn:ogc:def:crs:EPSG:6.9:3948': 'EPSG:3948', 'http://www.opengis.net/def/crs/EPSG/0/2154': 'EPSG:2154',
    'http://www.opengis.net/gml/srs/epsg.xml#4326': 'EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84': 'OGC:CRS84', 'CRS:84': 'OGC:CRS84',
    'http://www.opengis.net/def/crs/OGC/1.3/CRS84': 'OGC:CRS84', 'Lambert 93': 'EPSG:2154', L93: 'EPSG:2154', 'WGS 84': 'EPSG:4326',
    CC48: 'EPSG:3948', 'EPSG:900913': 'EPSG:3857', bonjour: undefined,
  }
  for (const [text, crs] of Object.entries(expected)) assert.equal(crsNamed(text), crs, text)
})

test('degrees, and what is known', () => {
  assert.ok(['EPSG:4326', 'OGC:CRS84', 'EPSG:4171'].every(isLonLat))
  assert.ok(!isLonLat('EPSG:2154'))
  for (const crs of ['EPSG:2154', 'EPSG:3942', 'EPSG:3950', 'EPSG:3857', 'EPSG:27572', 'EPSG:5490', 'EPSG:32620', 'EPSG:2972', 'EPSG:2975', 'EPSG:4471', 'EPSG:25832']) {
    assert.ok(crsDefinition(crs), crs)
  }
  for (const crs of ['EPSG:31370', 'EPSG:3941', 'EPSG:32661', 'toString']) assert.equal(crsDefinition(crs), undefined, crs)
})

test('guessCrs: sure or silent', () => {
  assert.equal(guessCrs([-5, 41, 10, 51]), 'OGC:CRS84')
  assert.equal(guessCrs([1040000, 6830000, 1060000, 6850000]), 'EPSG:2154')
  assert.equal(guessCrs([2040000, 7280000, 2060000, 7300000]), 'EPSG:3948')
  assert.equal(guessCrs([360000, 7640000, 370000, 7650000]), 'EPSG:2975')
  assert.equal(guessCrs([900000, 2400000, 990000, 2420000]), 'EPSG:27572')
  assert.equal(guessCrs([600000, 6300000, 600001, 6300001]), undefined)
  assert.equal(guessCrs([5e8, 5e8, 6e8, 6e8]), undefined)
})

test('every system puts its own origin where its definition says', async () => {
  const origins: Record<string, [x: number, y: number, lon: number, lat: number]> = {
    'EPSG:2154': [700_000, 6_600_000, 3, 46.5],
    'EPSG:3942': [1_700_000, 1_200_000, 3, 42],
    'EPSG:3943': [1_700_000, 2_200_000, 3, 43],
    'EPSG:3944': [1_700_000, 3_200_000, 3, 44],
    'EPSG:3945': [1_700_000, 4_200_000, 3, 45],
    'EPSG:3946': [1_700_000, 5_200_000, 3, 46],
    'EPSG:3947': [1_700_000, 6_200_000, 3, 47],
    'EPSG:3948': [1_700_000, 7_200_000, 3, 48],
    'EPSG:3949': [1_700_000, 8_200_000, 3, 49],
    'EPSG:3950': [1_700_000, 9_200_000, 3, 50],
    'EPSG:3857': [0, 0, 0, 0],
    'EPSG:25832': [500_000, 0, 9, 0],
    'EPSG:5490': [500_000, 0, -63, 0],
    'EPSG:2975': [500_000, 10_000_000, 57, 0],
  }
  for (const [crs, [x, y, lon, lat]] of Object.entries(origins)) {
    const [a = NaN, b = NaN] = (await unprojection(crs))([x, y])
    assert.ok(Math.abs(a - lon) < 1e-7 && Math.abs(b - lat) < 1e-7, `${crs}: ${a}, ${b}`)
  }
  // Web Mercator: x = a·λ, y = a·ln tan(π/4 + φ/2)
  const [lon = NaN, lat = NaN] = (await unprojection('EPSG:3857'))([(6378137 * 7.75 * Math.PI) / 180, 6378137 * Math.log(Math.tan(Math.PI / 4 + (48.58 * Math.PI) / 360))])
  assert.ok(Math.abs(lon - 7.75) < 1e-7 && Math.abs(lat - 48.58) < 1e-7)
})
