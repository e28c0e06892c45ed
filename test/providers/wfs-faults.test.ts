import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import provider from '../../src/providers/wfs.js'
import { DgeError } from '../../src/data/errors.js'
import { columnOf } from '../../src/data/table.js'
import { readPages } from '../../src/providers/wfs-pages.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { RawFeature } from '../../src/providers/wfs-gml.js'
import type { Reply } from '../servers/fault-server.js'

const capabilities = (more = '') => `<?xml version="1.0"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1">
<ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:Parameter name="outputFormat"><ows:AllowedValues>
<ows:Value>application/json</ows:Value><ows:Value>gml32</ows:Value></ows:AllowedValues></ows:Parameter></ows:Operation></ows:OperationsMetadata>
<FeatureTypeList><FeatureType><Name>ge:lieux</Name><Title>Lieux</Title>${more}</FeatureType></FeatureTypeList></wfs:WFS_Capabilities>`
const description = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:complexType name="lieuxType"><xsd:complexContent>
<xsd:extension base="gml:AbstractFeatureType"><xsd:sequence><xsd:element name="code" type="xsd:string"/>
<xsd:element name="pop" type="xsd:int"/></xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType></xsd:schema>`
const exception = (text: string) =>
  `<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="NoApplicableCode">
   <ows:ExceptionText>${text}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>`
const xml = (body: string, status = 200): Reply => ({ status, type: 'text/xml', body })
const features = Array.from({ length: 30 }, (_, index) => ({
  type: 'Feature', id: `lieux.${index}`, geometry: null, properties: { code: `c${index}`, pop: index },
}))
const collection = (list: readonly object[], more: object = {}): Reply => ({
  type: 'application/json',
  body: JSON.stringify({ type: 'FeatureCollection', features: list, ...more }),
})

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

/** A stand-in that speaks as much WFS as the test needs; `features` answers GetFeature. */
async function service(answer: (parameters: URLSearchParams) => Reply, replies: { capabilities?: Reply; describe?: Reply } = {}) {
  const server = await startFaultServer({
    '/geoserver/wfs': (_request, { searchParams }) => {
      const request = searchParams.get('REQUEST')
      if (request === 'GetCapabilities') return replies.capabilities ?? xml(capabilities())
      if (request === 'DescribeFeatureType') return replies.describe ?? xml(description)
      if (searchParams.get('RESULTTYPE') !== 'hits') return answer(searchParams)
      const matched = /^(CQL_)?FILTER$/.test([...searchParams.keys()].at(-2) ?? '') ? 'unknown' : '30'
      return xml(`<wfs:FeatureCollection numberMatched="${matched}" numberReturned="0"/>`)
    },
  })
  running.push(server)
  return { requests: server.requests, src: `${server.origin}/geoserver/wfs` }
}

const failsWith = async (work: Promise<unknown>, kind: string, pattern: RegExp) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof DgeError, String(error))
    assert.equal(error.kind, kind)
    assert.match(error.message, pattern)
    return true
  })

describe('a WFS that misbehaves (stand-in)', () => {
  const page = (parameters: URLSearchParams) => {
    const start = Number(parameters.get('STARTINDEX') ?? 0)
    return collection(features.slice(start, start + Number(parameters.get('COUNT') ?? 30)))
  }
  const opened = async (answer: (parameters: URLSearchParams) => Reply, replies?: Parameters<typeof service>[1]) => {
    const server = await service(answer, replies)
    return provider.open({ src: server.src })
  }

  it('an exception with status 200 where GeoJSON was asked', async () => {
    const dataset = opened(() => xml(exception('java.lang.RuntimeException: no such table')))
    await failsWith(dataset, 'http', /NoApplicableCode.*no such table/)
  })
  it('an exception with status 400 at the capabilities', async () => {
    const dataset = opened(page, { capabilities: xml(exception('Service WFS is disabled'), 400) })
    await failsWith(dataset, 'http', /Service WFS is disabled/)
  })
  it('a web page in place of the capabilities', async () => {
    const dataset = opened(page, { capabilities: { type: 'text/html', body: '<!DOCTYPE html><title>Connexion</title>' } })
    await failsWith(dataset, 'format', /web page/)
  })
  it('a web page with status 404', async () => {
    const dataset = opened(page, { capabilities: { status: 404, type: 'text/html', body: '<html>perdu</html>' } })
    await failsWith(dataset, 'http', /HTTP 404/)
  })
  it('an empty body with status 200', async () => {
    const dataset = opened(() => ({ type: 'application/json', body: '' }))
    await failsWith(dataset, 'format', /empty answer/i)
  })
  it('JSON that is no collection', async () => {
    const dataset = opened(() => ({ type: 'application/json', body: '{"error":"x"}' }))
    await failsWith(dataset, 'format', /Not a GeoJSON collection/)
  })
  it('no layer at all', async () => {
    const dataset = opened(page, { capabilities: xml('<WFS_Capabilities version="2.0.0"/>') })
    await failsWith(dataset, 'empty', /no layer/)
  })
  it('aborting is no failure', async () => {
    const server = await service(page)
    const controller = new AbortController()
    const opening = provider.open({ src: server.src, layer: 'ge:lieux' }, { signal: controller.signal })
    controller.abort()
    await assert.rejects(opening, { name: 'AbortError' })
  })

  it('CQL_FILTER ignored: FES is tried; ignored too: everything comes and is filtered here', async () => {
    const server = await service(page)
    const dataset = await provider.open({ src: server.src })
    const table = await dataset.execute({ where: { op: '=', args: [{ property: 'code' }, 'c7'] } })
    assert.deepEqual(Array.from(columnOf(table, 'code')), ['c7'])
    assert.ok(server.requests.some((url) => url.includes('CQL_FILTER=')), 'CQL was tried')
    assert.ok(server.requests.some((url) => url.includes('&FILTER=')), 'FES was tried')
  })
  it('CQL_FILTER applied: no FES, and only the rows asked for travel', async () => {
    const server = await service((parameters) => {
      const filter = parameters.get('CQL_FILTER')
      const code = /^"code" = '(c\d+)'$/.exec(filter ?? '')?.[1]
      return filter === null ? page(parameters) : collection(features.filter(({ properties }) => properties.code === code))
    })
    const dataset = await provider.open({ src: server.src })
    const table = await dataset.execute({ where: { op: '=', args: [{ property: 'code' }, 'c7'] } })
    assert.deepEqual(Array.from(columnOf(table, 'pop')), [7])
    assert.equal(server.requests.some((url) => url.includes('&FILTER=')), false)
  })
  it('a filter that the server refuses at last: everything comes and is filtered here', async () => {
    const server = await service((parameters) => {
      const filter = parameters.get('CQL_FILTER')
      if (filter?.includes('IN (')) return xml(exception('Too complex'), 500)
      const code = /^"code" = '(c\d+)'$/.exec(filter ?? '')?.[1]
      return filter === null ? page(parameters) : collection(features.filter(({ properties }) => properties.code === code))
    })
    const dataset = await provider.open({ src: server.src })
    const table = await dataset.execute({ where: { op: 'in', args: [{ property: 'code' }, ['c7', 'c9']] } })
    assert.deepEqual(Array.from(columnOf(table, 'code')), ['c7', 'c9'])
  })
  it('fewer rows than it counts: partial', async () => {
    const server = await service((parameters) =>
      Number(parameters.get('STARTINDEX') ?? 0) > 20 ? collection([]) : collection(features.slice(0, 22))
    )
    const table = await (await provider.open({ src: server.src })).execute({})
    assert.equal(table.complete, false)
    assert.equal(table.total, 30)
  })
  it('STARTINDEX ignored: the first page is not read for ever, and the answer is partial', async () => {
    const server = await service(() => collection(features.slice(0, 10)))
    const table = await (await provider.open({ src: server.src })).execute({})
    assert.equal(table.complete, false)
    assert.equal(table.total, 30)
    assert.equal(table.numRows, 10)
    assert.ok(server.requests.length < 15)
  })
  it('natural order impossible without a key: an order is asked for', async () => {
    const server = await service((parameters) => {
      const start = Number(parameters.get('STARTINDEX') ?? 0)
      if (start > 0 && !parameters.has('SORTBY')) return xml(exception('Cannot do natural order without a primary key'), 400)
      return collection(features.slice(start, start + 10))
    })
    const table = await (await provider.open({ src: server.src })).execute({})
    assert.equal(table.numRows, 30)
    assert.equal(table.complete, true)
  })
})

describe('pages', () => {
  const raw = (from: number, to: number): RawFeature[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: `f${from + index}`, properties: { n: from + index }, geometry: null }))

  it('rows that move between pages are read again in a fixed order', async () => {
    const asked: boolean[] = []
    const pages = await readPages(
      async (start, count, sorted) => {
        asked.push(sorted)
        // Unsorted, the second page starts one feature too early.
        return { features: sorted || start === 0 ? raw(start, Math.min(20, start + count)) : raw(start - 1, start - 1 + count) }
      },
      { size: 10, total: async () => 20 }
    )
    assert.deepEqual(pages.features.map(({ id }) => id), raw(0, 20).map(({ id }) => id))
    assert.equal(asked.at(-1), true)
  })
  it('equal pages of an honest server are kept', async () => {
    const same = Array.from({ length: 10 }, () => ({ properties: { dep: '67' }, geometry: null }))
    const pages = await readPages(async (start) => ({ features: start < 30 ? same : [] }), { size: 10, total: async () => 30 })
    assert.equal(pages.features.length, 30)
    assert.equal(pages.complete, true)
  })
  it('no more than three requests at a time, in order whatever comes first', async () => {
    let running = 0
    let most = 0
    const pages = await readPages(
      async (start, count) => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, start % 20 === 0 ? 15 : 2))
        running--
        return { features: raw(start, Math.min(95, start + count)) }
      },
      { size: 10, total: async () => 95 }
    )
    assert.deepEqual(pages.features.map(({ properties }) => properties['n']), Array.from({ length: 95 }, (_, index) => index))
    assert.equal(most, 3)
  })
})
