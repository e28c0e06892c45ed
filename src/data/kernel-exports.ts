/** What `src/kernel/index.ts` exports; addresses and lengths are of bytes in its memory. Its files say what each does. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly batchRows: { readonly value: number }
  take(size: number): number
  give(block: number, size: number): void
  roomFor(length: number): number
  begin(width: number, nameLength: number): number
  setNumeric(column: number, reads: boolean): void
  startsOf(column: number): number
  endsOf(column: number): number
  cut(at: number, limit: number, separator: number): number
  nextRecord(): number
  dictionary(): number
  release(dictionary: number): void
  sizeOf(dictionary: number): number
  bytesOf(dictionary: number): number
  endsIn(dictionary: number): number
  number(dictionary: number, starts: number, ends: number, count: number, most: number): number
  numberOf(dictionary: number, start: number, end: number): number
  numbers(): number
  anyUnquoted(starts: number, ends: number, count: number): number
  lengthOf(starts: number, ends: number, count: number): number
  gather(starts: number, ends: number, count: number, length: number, before: number): number
  gatheredEnds(): number
  takeDecimals(starts: number, ends: number, count: number, accepted: number): number
  mantissasRead(): number
  scalesRead(): number
  scaleRead(): number
  leastRead(): number
  mostRead(): number
  isUtf8(from: number, to: number): number
  isAscii(): number
  isUnfinished(): number
}
