/** A whole number of more digits than doubles hold may stand here; digits behind a decimal point are no sign. */
const longWhole = /[:,[\s]-?\d{16,}(?![\d.eE])/
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs

/**
 * `JSON.parse`, with whole numbers beyond 2^53 as text: they are identifiers, and 9007199254740993 would be read as …992.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  if (!longWhole.test(text)) return JSON.parse(text)
  return JSON.parse(text.replace(textOrNumber, (found) => (/^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found)))
}

/** As `parseExactJson`; undefined for what is no JSON. */
export function exactJsonIn(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return undefined
  }
}
