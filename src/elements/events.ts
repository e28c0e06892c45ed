import type { ErrorKind } from '../data/errors.js'
import type { Filter } from '../data/filter.js'
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

/** What the reader picked; no row when the choice was taken back. */
export interface SelectDetail {
  /** The drawn rows. */
  readonly rows: readonly Row[]
  /** The condition on the dataset that holds for what was picked, in CQL2's JSON; undefined when nothing is picked or none says it. */
  readonly filter: Filter | undefined
  /** The same in CQL2 text, as `where` takes it; empty without a filter. */
  readonly text: string
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
