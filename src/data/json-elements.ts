import { parseExactJson } from './exact-json.js'
import { ReadWhole } from './read-whole.js'

/** How the list is written: in an object with an array `features`, as an array, one value a line. */
export type JsonListKind = 'features' | 'array' | 'lines'

const [space, quote, comma, colon, open, backslash, close, openObject, closeObject, lineFeed] = [32, 34, 44, 58, 91, 92, 93, 123, 125, 10]

/** What stands around the elements may be so long. */
const longestHead = 1_000_000

/**
 * Cuts the UTF-8 text of a list of JSON objects into its elements while it arrives, without reading them: `[{…}, {…}]`, one object a line,
 * or `{"…": …, "features": [{…}, {…}], …}`.
 */
export class JsonElements {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #onElements: (elements: readonly unknown[]) => void
  #kind: JsonListKind | undefined
  /** Bytes not read yet: the head, then elements that are not complete. */
  #waiting = new Uint8Array()
  #head = ''
  #tail: Uint8Array[] | undefined
  #lines = 0
  /** Where the scan of elements stands in `#waiting`. */
  #at = 0
  #depth = 0
  #inText = false
  /** The last sign outside of elements was a comma. */
  #afterComma = false

  constructor(onElements: (elements: readonly unknown[]) => void) {
    this.#onElements = onElements
  }

  /** Undefined while the beginning does not tell. */
  get kind(): JsonListKind | undefined {
    return this.#kind
  }

  /** Takes the next bytes. @throws ReadWhole */
  push(bytes: Uint8Array): void {
    if (this.#tail) {
      this.#tail.push(bytes.slice())
      return
    }
    const waiting = new Uint8Array(this.#waiting.length + bytes.length)
    waiting.set(this.#waiting)
    waiting.set(bytes, this.#waiting.length)
    this.#waiting = waiting
    if (!this.#kind && !this.#begin()) {
      if (waiting.length > longestHead) throw new ReadWhole()
      return
    }
    if (this.#kind === 'lines') this.#takeLines()
    else this.#takeElements()
  }

  /** The object around the elements; an empty one where there is none. @throws ReadWhole */
  finish(): Readonly<Record<string, unknown>> {
    if (this.#kind === 'lines') {
      this.#takeLine(this.#decoder.decode(this.#waiting))
      if (this.#lines < 2) throw new ReadWhole()
      return {}
    }
    if (!this.#tail) throw new ReadWhole()
    const tail = this.#tail.map((bytes) => this.#decoder.decode(bytes, { stream: true })).join('') + this.#decoder.decode()
    // A second array of features would be the one that counts.
    if (tail.includes('"features"')) throw new ReadWhole()
    const around: unknown = parsed(`${this.#head}${tail}`)
    if (this.#kind === 'array') return {}
    return around as Readonly<Record<string, unknown>>
  }

  /** Whether the beginning tells how the file is written. @throws ReadWhole when it is in none of the ways */
  #begin(): boolean {
    const bytes = this.#waiting
    const first = bytes.findIndex((byte) => byte > space)
    if (first < 0) return false
    if (bytes[first] === open) return this.#starts('array', first + 1)
    if (bytes[first] !== openObject) throw new ReadWhole()
    const lineEnd = bytes.indexOf(lineFeed, first)
    if (lineEnd > 0 && isObjectText(this.#decoder.decode(bytes.subarray(first, lineEnd)))) {
      this.#kind = 'lines'
      return true
    }
    const features = afterName(bytes, first, '"features"')
    return features > 0 && this.#starts('features', features)
  }

  #starts(kind: JsonListKind, at: number): boolean {
    this.#kind = kind
    this.#head = this.#decoder.decode(this.#waiting.subarray(0, at))
    this.#waiting = this.#waiting.subarray(at)
    return true
  }

  #takeLines(): void {
    const end = this.#waiting.lastIndexOf(lineFeed) + 1
    if (end === 0) return
    const text = this.#decoder.decode(this.#waiting.subarray(0, end))
    this.#waiting = this.#waiting.slice(end)
    const elements = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsed(line)]))
    this.#lines += elements.length
    this.#onElements(elements)
  }

  #takeLine(line: string): void {
    if (line.trim() === '') return
    this.#lines++
    this.#onElements([parsed(line)])
  }

  /** Reads the elements that are complete. */
  #takeElements(): void {
    const bytes = this.#waiting
    let at = this.#at
    let depth = this.#depth
    let inText = this.#inText
    let complete = -1
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (inText) {
        if (byte === backslash) at++
        else if (byte === quote) inText = false
      } else if (byte === quote) inText = true
      else if (byte === openObject || byte === open) depth++
      else if (byte === closeObject || byte === close) {
        if (--depth < 0) break
      } else if (byte === comma && depth === 0) complete = at
    }
    if (depth < 0) return this.#end(at)
    if (complete > 0) {
      this.#read(bytes.subarray(0, complete))
      this.#waiting = bytes.slice(complete + 1)
      this.#afterComma = true
      at -= complete + 1
    } else if (complete === 0) throw new ReadWhole()
    this.#at = at
    this.#depth = depth
    this.#inText = inText
  }

  /** The array ends at `at`. */
  #end(at: number): void {
    const last = this.#waiting.subarray(0, at)
    if (this.#afterComma || last.some((byte) => byte > space)) this.#read(last)
    this.#tail = [this.#waiting.slice(at)]
    this.#waiting = new Uint8Array()
  }

  #read(bytes: Uint8Array): void {
    const elements = parsed(`[${this.#decoder.decode(bytes)}]`) as unknown[]
    if (elements.length === 0) throw new ReadWhole()
    this.#onElements(elements)
  }
}

/** @throws ReadWhole for what is no JSON: the whole tells where. For half letters too, which bytes cannot keep */
function parsed(text: string): unknown {
  if (/\\ud[89a-f]/i.test(text) && /\\ud[89a-f]/i.test(text.replace(/\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}/gi, ''))) throw new ReadWhole()
  try {
    return parseExactJson(text)
  } catch {
    throw new ReadWhole()
  }
}

function isObjectText(text: string): boolean {
  try {
    return text.trimEnd().endsWith('}') && typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** Where the array begins whose name in the outermost object is `name`; 0 when it is not there yet. */
function afterName(bytes: Uint8Array, from: number, name: string): number {
  let [depth, text, isName] = [0, -1, false]
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (text >= 0) {
      if (byte === backslash) at++
      else if (byte === quote) {
        isName = depth === 1 && at - text === name.length - 1 && name === String.fromCharCode(...bytes.subarray(text, at + 1))
        text = -1
      }
    } else if (byte === quote) text = at
    else if (byte === openObject || byte === open) {
      if (isName && byte === open) return at + 1
      depth++
      isName = false
    } else if (byte === closeObject || byte === close) depth--
    else if (byte > space && byte !== colon) isName = false
  }
  return 0
}
