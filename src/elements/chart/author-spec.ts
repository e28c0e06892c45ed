import { DgeError } from '../../data/errors.js'
import { jsonPatch, mergePatch, readAuthorSpec } from '../../grammar/index.js'
import { request } from '../../providers/http.js'
import { readJson } from '../../providers/read-json.js'
import type { AuthorSpec } from '../../grammar/index.js'

/** What the author wrote about his own specification: each as JSON, its text, or an address. */
export interface AuthorText {
  readonly spec: unknown
  /** Merge patch (object): over the specification. JSON Patch (list): on the compiled Vega, as vega-embed has it. */
  readonly patch: unknown
  /** Vega-Lite's `config`; `none` for its own look. */
  readonly config: unknown
}

/** An author's specification as it is to be drawn. */
export interface AuthorSettings extends AuthorSpec {
  /** JSON Patch operations on the compiled Vega. */
  readonly operations: readonly unknown[]
  /** Over the page's look; `none` = neither look nor size of the page. */
  readonly config: Readonly<Record<string, unknown>> | 'none' | undefined
}

const largestSpec = 20_000_000

/**
 * Reads the author's own specification; addresses are relative to `base`.
 * @throws DgeError `query` when it is no JSON or no specification, `too-large`, or that of fetching it
 */
export async function readSpec({ spec, patch, config }: AuthorText, base: string, signal?: AbortSignal): Promise<AuthorSettings> {
  const isNone = typeof config === 'string' && config.trim() === 'none'
  const read = (name: string, value: unknown) => readSetting(name, value, base, signal)
  const [written, changes, look] = await Promise.all([read('spec', spec), read('patch', patch), isNone ? undefined : read('config', config)])
  if (look !== undefined && (typeof look !== 'object' || look === null || Array.isArray(look))) throw new DgeError('query', 'config is not an object')
  const operations = Array.isArray(changes) ? changes : []
  if (changes !== undefined && (typeof changes !== 'object' || changes === null)) throw new DgeError('query', 'patch is neither an object nor a list')
  const patched = changes === undefined || Array.isArray(changes) ? written : mergePatch(written, changes)
  return { ...readAuthorSpec(patched), operations, config: isNone ? 'none' : (look as Readonly<Record<string, unknown>> | undefined) }
}

/** The Vega with the author's JSON Patch. @throws DgeError `query` */
export function patched(vega: object, operations: readonly unknown[]): object {
  return operations.length === 0 ? vega : (jsonPatch(vega, operations) as object)
}

/** An object as it is, JSON text read, anything else taken for an address. */
async function readSetting(name: string, value: unknown, base: string, signal?: AbortSignal): Promise<unknown> {
  if (value == null) return undefined
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (!text) return undefined
  if (text.length > largestSpec) throw new DgeError('too-large', `${name} is longer than ${largestSpec} characters`)
  if (!/^[[{"]/.test(text)) return fetched(name, text, base, signal)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DgeError('query', `${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: /,\s*[\]}]/.test(text)
        ? 'A comma before } or ] is one too many.'
        : `Names and words are between double quotes; in an HTML attribute, the JSON is between single ones: ${name}='{"mark": "bar"}'.`,
    })
  }
}

async function fetched(name: string, address: string, base: string, signal?: AbortSignal): Promise<unknown> {
  let url: URL
  try {
    url = new URL(address, base)
  } catch (cause) {
    throw new DgeError('query', `${name} is neither JSON nor an address: ${address.slice(0, 200)}`, { cause })
  }
  return readJson(await request(url, { signal }), { signal, maxBytes: largestSpec }, JSON.parse)
}
