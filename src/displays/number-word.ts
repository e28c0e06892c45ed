/** What an attribute says as a number: undefined when it is empty, as templates leave it, or no number, which the author is told. */
export function numberOf(text: string | null | undefined): number | undefined {
  if (!text?.trim()) return undefined
  const number = Number(text)
  if (Number.isFinite(number)) return number
  console.warn(`[dge] “${text}” is not a number: it is left out`)
  return undefined
}
