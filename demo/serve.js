/**
 * Serves the demo: the pages on PORT (8080), and two more origins on free ports for `embed.html` (script from one, data from
 * the other). `npm start` runs it; tests and measures import `startDemo`.
 */
import { createReadStream, existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
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

/** The file behind a URL path: /dist/… from the build, everything else from demo/. Undefined when outside both. */
function fileOf(pathname) {
  const path = normalize(decodeURIComponent(pathname)).replace(/[\\/]$/, `${sep}index.html`)
  const base = path.startsWith(`${sep}dist${sep}`) ? root : join(root, 'demo')
  const file = join(base, path)
  return file.startsWith(base + sep) ? file : undefined
}

/** A listener that serves the files; `origins()` fills the placeholders of embed.html. */
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
    if (file.endsWith('embed.html')) {
      const { script, data } = origins()
      const page = await readFile(file, 'utf8')
      response.writeHead(200, headers).end(page.replaceAll('%SCRIPT%', script).replaceAll('%DATA%', data))
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
  const listener = serveFiles(() => origins)
  const page = await listen(listener, port)
  const [script, data] = await Promise.all([listen(listener, 0), listen(listener, 0)])
  Object.assign(origins, { page: page.origin, script: script.origin, data: data.origin })
  const servers = [page, script, data].map(({ server }) => server)
  const stop = () => Promise.all(servers.map((server) => (server.closeAllConnections(), new Promise((done) => server.close(done)))))
  return { ...origins, stop }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(join(root, 'dist', 'dge.js'))) {
    console.error('dist/dge.js is not there yet: run `npm run build` first, or `npm start`, which does both.')
    process.exit(1)
  }
  await prepareData()
  const port = Number(process.env.PORT ?? 8080)
  try {
    const { page } = await startDemo(port)
    console.log(`The demo is on ${page} (Ctrl+C stops it)`)
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error
    console.error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`)
    process.exit(1)
  }
}
