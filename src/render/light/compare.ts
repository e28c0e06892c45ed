/** Vega's order of values: missing first, then by size, text by code units. */
export function compare(a: unknown, b: unknown): number {
  const [left, right] = [a as number | null | undefined, b as number | null | undefined]
  if (left == null || right == null) return left == null ? (right == null ? 0 : -1) : 1
  if (left < right) return -1
  if (left > right) return 1
  return Number.isNaN(left) ? (Number.isNaN(right) ? 0 : -1) : Number.isNaN(right) ? 1 : 0
}

/** Names of the columns that a stacked field gets. */
export const startOf = (field: string) => `${field}_start`
export const endOf = (field: string) => `${field}_end`
