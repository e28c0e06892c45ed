import { readFile } from 'node:fs/promises'
import type { Site } from './site.js'

/** Runs with addresses of the page's folder answered by its files; all others go to the network. */
export async function withLocalFiles<T>(site: Site, run: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (!site.isLocal(url)) return fetch(input, init)
    const content = await readFile(site.pathOf(url)).catch(() => undefined)
    const response = content ? part(content, new Headers(init?.headers).get('range')) : new Response('', { status: 404 })
    return Object.defineProperty(response, 'url', { value: url.href })
  }
  try {
    return await run()
  } finally {
    globalThis.fetch = fetch
  }
}

/** What a server answers to a request for these bytes. */
function part(content: Buffer, range: string | null): Response {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return new Response(new Uint8Array(content), { headers: { 'content-length': String(content.length) } })
  const start = from === '' ? Math.max(0, content.length - Number(to)) : Number(from)
  const end = from === '' || to === '' ? content.length - 1 : Math.min(Number(to), content.length - 1)
  const headers = { 'content-range': `bytes ${start}-${end}/${content.length}`, 'content-length': String(end - start + 1) }
  return new Response(new Uint8Array(content.subarray(start, end + 1)), { status: 206, headers })
}
