import { DgeError } from './errors.js'

/** Receives one record: its cells, the line where it starts (from 1), and which cells were in quotes (absent: none). */
export type OnRecord = (cells: string[], line: number, quoted?: readonly boolean[]) => void

/** Longer than any cell worth having; a quote open for that long was never meant to open a cell. */
const longestCell = 20_000_000

/**
 * Cuts text into records and cells, in pieces of any size: RFC 4180 with any separator and line break, and the leniency
 * of spreadsheets (a quote inside an unquoted cell is a letter; text behind a closing quote belongs to the cell). Own code
 * because pages need line and column in messages, pieces as they arrive, and no `new Function`.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export class DelimitedTokenizer {
  readonly #separator: string
  readonly #lineBreak: '\n' | '\r'
  readonly #onRecord: OnRecord
  #rest = ''
  #line = 1
  /** Length of `rest` from which looking for the end of an open cell is worth the time again. */
  #patience = 0

  constructor(separator: string, lineBreak: '\n' | '\r', onRecord: OnRecord) {
    this.#separator = separator
    this.#lineBreak = lineBreak
    this.#onRecord = onRecord
  }

  /** Takes the next piece. @throws DgeError `format` */
  push(text: string): void {
    this.#rest += text
    if (this.#rest.length >= this.#patience) this.#drain(false)
  }

  /** Text whose record is not complete yet, in characters. */
  get waiting(): number {
    return this.#rest.length
  }

  /** The line that the next record starts on. */
  get line(): number {
    return this.#line
  }

  /** Passes over lines that were read elsewhere; only while nothing is waiting. */
  skip(lines: number): void {
    this.#line += lines
  }

  /** Takes what is left. @throws DgeError `format` for a quote that is never closed */
  end(): void {
    this.#drain(true)
  }

  #drain(last: boolean): void {
    const text = this.#rest
    const lineBreak = this.#lineBreak
    let at = 0
    let quote = text.indexOf('"')
    while (at < text.length) {
      let end = text.indexOf(lineBreak, at)
      if (end < 0 && !last) break
      if (end < 0) end = text.length
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at)
      if (quote < 0 || quote > end) {
        const stop = end > at && lineBreak === '\n' && text.charCodeAt(end - 1) === 13 ? end - 1 : end
        this.#onRecord(text.slice(at, stop).split(this.#separator), this.#line)
        this.#line++
        at = end + 1
      } else {
        const next = this.#quotedRecord(text, at, last)
        if (next < 0) break
        at = next
      }
    }
    this.#rest = text.slice(at)
    this.#patience = this.#rest.length > 1_000_000 ? this.#rest.length * 2 : 0
  }

  /** Reads a record that has quotes in it; the start of the next one, or -1 when its end has not come yet. */
  #quotedRecord(text: string, start: number, last: boolean): number {
    const separator = this.#separator
    const cells: string[] = []
    const quoted: boolean[] = []
    let at = start
    let lines = 1
    let separatorAt = -1
    let breakAt = -1
    for (;;) {
      let value = ''
      const open = at
      const opened = text[at] === '"'
      if (opened) {
        const closing = this.#closing(text, start, at, last)
        if (closing < 0) return -1
        value = text.slice(at + 1, closing)
        if (value.includes('""')) value = value.replaceAll('""', '"')
        at = closing + 1
        if (value.includes(this.#lineBreak)) {
          if (!this.#endsCell(text, at)) throw this.#runsOn(text, start, open, at)
          lines += countOf(value, this.#lineBreak)
        }
      }
      if (separatorAt < at) separatorAt = indexOrEnd(text, separator, at)
      if (breakAt < at) breakAt = indexOrEnd(text, this.#lineBreak, at)
      const end = Math.min(separatorAt, breakAt)
      if (end === text.length && !last) return -1
      cells.push(value + text.slice(at, end === breakAt && text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end))
      quoted.push(opened)
      at = end + 1
      if (end === breakAt || end === text.length) break
    }
    this.#onRecord(cells, this.#line, quoted)
    this.#line += lines
    return at
  }

  /** Where the quote that opens at `open` closes, doubled quotes passed over; -1 when that has not come yet. */
  #closing(text: string, start: number, open: number, last: boolean): number {
    let from = open + 1
    for (;;) {
      const closing = text.indexOf('"', from)
      if (closing < 0 && (last || text.length - open > longestCell)) throw this.#neverClosed(text, start, open)
      if (closing < 0 || (closing + 1 === text.length && !last)) return -1
      if (text[closing + 1] !== '"') return closing
      from = closing + 2
    }
  }

  #endsCell(text: string, at: number): boolean {
    return at >= text.length || text.startsWith(this.#separator, at) || text[at] === '\r' || text[at] === this.#lineBreak
  }

  #neverClosed(text: string, start: number, open: number): DgeError {
    return new DgeError('format', `${this.#place(text, start, open)}: the quote that opens here is never closed`, { hint })
  }

  /** Text behind the closing quote, lines further down: two stray quotes were taken for a cell. */
  #runsOn(text: string, start: number, open: number, end: number): DgeError {
    const until = this.#place(text, start, end - 1).toLowerCase()
    return new DgeError('format', `${this.#place(text, start, open)}: the quote that opens here runs on to ${until}, in the middle of a cell`, { hint })
  }

  #place(text: string, start: number, at: number): string {
    const line = this.#line + countOf(text.slice(start, at), this.#lineBreak)
    return `Line ${line}, column ${at - text.lastIndexOf(this.#lineBreak, at - 1)}`
  }
}

const hint = 'Close it, or double it when it belongs to the text of a quoted cell.'

function indexOrEnd(text: string, search: string, from: number): number {
  const index = text.indexOf(search, from)
  return index < 0 ? text.length : index
}

function countOf(text: string, letter: string): number {
  let count = 0
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count++
  return count
}
