import type { ErrorKind } from '../data/errors.js'
import type { Row } from '../data/table.js'

/** What is drawn when `dge-ready` fires. */
export interface ReadyDetail {
  /** Rows drawn (bars, points, lines of the table). */
  readonly rows: number
  /** Rows that match at the source, when known. */
  readonly total: number | undefined
  /** The result is cut: not everything that matches is drawn. */
  readonly partial: boolean
}

/** Fired when the display is on screen, first and after each change. */
export class DgeReadyEvent extends Event {
  static readonly type = 'dge-ready'
  readonly detail: ReadyDetail
  constructor(detail: ReadyDetail) {
    super(DgeReadyEvent.type, { bubbles: true, composed: true })
    this.detail = detail
  }
}

/** For programs and authors: English, precise. */
export interface ErrorDetail {
  readonly kind: ErrorKind
  readonly message: string
  readonly cause: unknown
}

/** Fired when a display cannot show what it was asked. */
export class DgeErrorEvent extends Event {
  static readonly type = 'dge-error'
  readonly detail: ErrorDetail
  constructor(detail: ErrorDetail) {
    super(DgeErrorEvent.type, { bubbles: true, composed: true })
    this.detail = detail
  }
}

/** What the reader picked: the drawn rows; none when the choice was taken back. */
export interface SelectDetail {
  readonly rows: readonly Row[]
}

/** Fired when the reader picks a bar, a place on the map or a line of the table. */
export class DgeSelectEvent extends Event {
  static readonly type = 'dge-select'
  readonly detail: SelectDetail
  constructor(detail: SelectDetail) {
    super(DgeSelectEvent.type, { bubbles: true, composed: true })
    this.detail = detail
  }
}

declare global {
  interface HTMLElementEventMap {
    'dge-ready': DgeReadyEvent
    'dge-error': DgeErrorEvent
    'dge-select': DgeSelectEvent
  }
}
