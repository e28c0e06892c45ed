/** Rows per page, within reason. */
export function pageSizeOf(written: number | undefined): number {
  return written !== undefined && Number.isInteger(written) && written > 0 ? Math.min(written, 500) : 20
}
