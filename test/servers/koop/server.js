// Serves the GeoJSON in the file named first, with Koop's FeatureServer, as ArcGIS does; says its port; ends with its input.
import { readFileSync } from 'node:fs'
import express from 'express'
import FeatureServer from '@koopjs/featureserver'

const { layers, cap, paging, deaf } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const root = '/arcgis/rest/services/test/FeatureServer'
// Koop writes into the metadata that it is given.
const copy = (layer) => ({ ...layer, metadata: structuredClone(layer.metadata) })
const layerOf = (request) => {
  const layer = layers[Number(request.params.layer)]
  if (!layer) throw Object.assign(new Error('Invalid URL'), { code: 400 })
  return copy(layer)
}

const app = express()
app.set('query parser', 'simple')
app.use((_request, response, next) => {
  response.set('access-control-allow-origin', '*')
  next()
})
app.use(express.urlencoded({ extended: false, limit: '10mb' }))

app.get(root, (request, response) => {
  FeatureServer.serverInfo(request, response, { layers: layers.map(copy), description: 'Test', maxRecordCount: cap })
})
app.get(`${root}/:layer`, (request, response) => {
  // Servers before 10.3 have no pages.
  const json = response.json.bind(response)
  if (!paging) response.json = (body) => json({ ...body, supportsPagination: false, advancedQueryCapabilities: { ...body.advancedQueryCapabilities, supportsPagination: false } })
  FeatureServer.layerInfo(request, response, layerOf(request))
})
app.all(`${root}/:layer/query`, (request, response) => {
  const asked = { ...request.query, ...request.body }
  if (!paging && asked.resultOffset !== undefined) throw Object.assign(new Error('Pagination is not supported.'), { code: 400 })
  if (deaf) delete asked.resultOffset
  // Koop leaves the bound of an answer to its data providers.
  const rows = !['returnCountOnly', 'returnIdsOnly'].some((name) => asked[name] === 'true') && !asked.outStatistics
  if (rows) asked.resultRecordCount = String(Math.min(Number(asked.resultRecordCount ?? cap), cap))
  Object.defineProperty(request, 'query', { value: asked })
  FeatureServer.query(request, response, layerOf(request))
})
// As koop-core: errors inside HTTP 200.
app.use((error, _request, response, _next) => {
  const code = Number(error.code) || 500
  response.json({ error: { code, message: error.message, details: error.details ?? [] } })
})

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume().on('end', () => process.exit(0))
