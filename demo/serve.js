/**
 * Serves the demo: the pages on PORT (8080), and two more origins on free ports for `embed.html` (script from one, data from
 * the other). When MapServer is installed, it also serves a WFS for `wfs.html`. `npm start` runs it; tests and measures
 * import `startDemo`.
 */
import { createReadStream, existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import { hasMapServer } from '../test/setup/mapserver.js'
import { prepareData } from './prepare-data.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.csv': 'text/csv; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/** The file behind a URL path: /dist/… from the build, /bench-report/… from the benchmarks, everything else from demo/. Undefined when outside. */
function fileOf(pathname) {
  const path = normalize(decodeURIComponent(pathname)).replace(/[\\/]$/, `${sep}index.html`)
  const base = ['dist', 'bench-report'].some((folder) => path.startsWith(`${sep}${folder}${sep}`)) ? root : join(root, 'demo')
  const file = join(base, path)
  return file.startsWith(base + sep) ? file : undefined
}

/** What stands for an origin that is only known when the servers run. */
const placeholders = { '%SCRIPT%': 'script', '%DATA%': 'data', '%WFS%': 'wfs' }

/** A listener that serves the files; `origins()` fills the placeholders of embed.html and wfs.html. */
function serveFiles(origins) {
  return async (request, response) => {
    const file = safely(() => fileOf(new URL(request.url, 'http://localhost').pathname))
    const info = file && (await stat(file).catch(() => undefined))
    // Any site may read: that is what the data and script origins of embed.html are about.
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }
    if (!info?.isFile()) {
      response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('Not found')
      return
    }
    const type = types[extname(file)] ?? 'application/octet-stream'
    Object.assign(headers, { 'content-type': type, 'last-modified': info.mtime.toUTCString() })
    if (type.startsWith('text/html')) {
      let page = await readFile(file, 'utf8')
      for (const [placeholder, name] of Object.entries(placeholders)) page = page.replaceAll(placeholder, origins()[name] ?? '')
      response.writeHead(200, headers).end(file.endsWith('wfs.html') && !origins().wfs ? withoutWfs : page)
      return
    }
    if (/gzip/.test(request.headers['accept-encoding'] ?? '') && !type.startsWith('image/png')) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' })
      createReadStream(file).pipe(createGzip()).pipe(response)
      return
    }
    response.writeHead(200, { ...headers, 'content-length': info.size })
    createReadStream(file).pipe(response)
  }
}

const withoutWfs = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>WFS</title><link rel="stylesheet" href="demo.css">
<main><p>MapServer n’est pas installé sur cette machine. Sous Debian : <code>apt-get install cgi-mapserver mapserver-bin gdal-bin lighttpd</code>,
puis relancez <code>npm start</code>.</p></main>`

/** Undefined for a path that cannot be decoded. */
function safely(read) {
  try {
    return read()
  } catch {
    return undefined
  }
}

function listen(listener, port) {
  return new Promise((resolve, reject) => {
    const server = createServer(listener)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve({ server, origin: `http://localhost:${server.address().port}` }))
  })
}

/** Starts the three origins; `port` 0 takes a free one. */
export async function startDemo(port = 0) {
  const origins = {}
  // First: where it does not start, nothing is left that listens.
  const mapServer = hasMapServer() ? await startWfs() : undefined
  const listener = serveFiles(() => origins)
  const page = await listen(listener, port)
  const [script, data] = await Promise.all([listen(listener, 0), listen(listener, 0)])
  Object.assign(origins, { page: page.origin, script: script.origin, data: data.origin, wfs: mapServer?.url })
  const servers = [page, script, data].map(({ server }) => server)
  const stop = async () => {
    await mapServer?.stop()
    await Promise.all(servers.map((server) => (server.closeAllConnections(), new Promise((done) => server.close(done)))))
  }
  return { page: page.origin, script: script.origin, data: data.origin, wfs: mapServer?.url, stop }
}

/** The outlines of the départements as a WFS layer in Lambert-93, as a regional geoportal would serve them. */
async function startWfs() {
  const { startMapServer } = await import('../test/servers/mapserver.js')
  const file = join(root, 'demo', 'data', 'departements.geojson')
  return startMapServer({ layers: [{ name: 'departements', title: 'Départements', type: 'POLYGON', file }] })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT || 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) end(`PORT=${process.env.PORT} is no port: a number from 1 to 65535.`)
  if (process.argv.includes('--check-port')) {
    // `npm start` asks before the build: whoever has to choose another port need not wait for it.
    const { server } = await listen(() => {}, port).catch((error) => end(portMessage(error, port)))
    server.close()
  } else {
    if (!existsSync(join(root, 'dist', 'dge.js'))) {
      end('dist/dge.js is not there yet: run `npm run build` first, or `npm start`, which does both.')
    }
    await prepareData()
    const { page, wfs } = await startDemo(port).catch((error) => end(portMessage(error, port)))
    console.log(`The demo is on ${page} (Ctrl+C stops it)${wfs ? `, its WFS on ${wfs}` : ''}`)
  }
}

function portMessage(error, port) {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken. Choose another: PORT=${port + 1} npm start`
  if (error.code === 'EACCES') return `Port ${port} needs more rights than you have. Choose another: PORT=8080 npm start`
  return error.stack
}

function end(message) {
  console.error(message)
  process.exit(1)
}
