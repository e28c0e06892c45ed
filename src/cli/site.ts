import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join, normalize, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { decodeText } from '../data/decode-text.js'
import { DgeError } from '../data/errors.js'

const compress = promisify(brotliCompress)

/** Stands for the folder of a page on this machine: addresses of the same site are files of it. */
export const localOrigin = 'http://page.invalid'

/** A file of a page. */
export interface SiteFile {
  readonly url: URL
  readonly text: string
  /** Bytes on the way to the reader, compressed as a good host does. */
  readonly bytes: number
}

/** Formats that are compressed already. */
const packed = /\.(png|jpe?g|webp|avif|gif|woff2?|mp4|webm|zip|gz|kmz|xlsx|ods|parquet|fgb|pmtiles)$/i

/** Where a page and its files come from: a folder, or the network. */
export class Site {
  /** Address of the page. */
  readonly page: URL
  readonly #root: string | undefined

  /** `page` is a path or an http(s) address; `root` the folder that "/" means, the page's own when absent. */
  constructor(page: string, root?: string) {
    if (/^https?:/.test(page)) this.page = new URL(page)
    else {
      const file = resolve(page)
      this.#root = resolve(root ?? join(file, '..'))
      if (!file.startsWith(this.#root + sep)) throw new DgeError('unsupported', `${page} is not under ${root ?? ''}`)
      this.page = new URL(encodeURI(file.slice(this.#root.length).split(sep).join('/')), localOrigin)
    }
  }

  /** Whether the address is a file of the page's folder. */
  isLocal(url: URL): boolean {
    return this.#root !== undefined && url.origin === localOrigin
  }

  /** Where a file of the page's folder is on this machine. */
  pathOf(url: URL): string {
    return join(this.#root ?? '', normalize(decodeURIComponent(url.pathname)))
  }

  /** Shown to people: relative to the folder, or whole. */
  nameOf(url: URL): string {
    return this.isLocal(url) ? decodeURIComponent(url.pathname.slice(1)) : url.href
  }

  /** Reads a file of the page. @throws DgeError `network`, `http` */
  async read(url: URL): Promise<SiteFile> {
    if (!this.isLocal(url)) return fetched(url)
    try {
      const content = await readFile(this.pathOf(url))
      return { url, text: textOf(content), bytes: await bytesSent(url, content) }
    } catch (cause) {
      throw new DgeError('network', `${this.nameOf(url)} is not there`, { cause, url: url.href })
    }
  }
}

async function fetched(url: URL): Promise<SiteFile> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'br, gzip' } }).catch((cause: unknown) => {
    throw new DgeError('network', `No connection to ${url.href}`, { cause, url: url.href })
  })
  if (!response.ok) throw new DgeError('http', `${response.status} for ${url.href}`, { status: response.status, url: url.href })
  const content = Buffer.from(await response.arrayBuffer())
  return { url: new URL(response.url), text: textOf(content, response.headers.get('content-type')), bytes: await sentBytes(response, content) }
}

/** What an answer weighed on the way: as its server says, else as brotli. */
export async function sentBytes(response: Response, content: Buffer): Promise<number> {
  const announced = Number(response.headers.get('content-length'))
  return response.headers.has('content-encoding') && announced > 0 ? announced : bytesSent(new URL(response.url), content)
}

async function bytesSent(url: URL, content: Buffer): Promise<number> {
  if (packed.test(url.pathname)) return content.length
  const quality = content.length > 1.5e6 ? 5 : 11
  return Math.min(content.length, (await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })).length)
}

/** A file's text in the encoding that its bytes, the server or the page itself tell; what calls itself UTF-8 and is not is windows-1252. */
function textOf(content: Uint8Array, contentType: string | null = null): string {
  const [, declared] = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(Buffer.from(content.subarray(0, 1024)).toString('latin1')) ?? []
  if (!declared || /^utf-?8$/i.test(declared) || isUtf8(content)) return decodeText(content, { contentType })
  try {
    return decodeText(content, { encoding: declared })
  } catch {
    return decodeText(content, { contentType })
  }
}
