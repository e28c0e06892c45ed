import { timePart } from '../../data/calendar.js'
import type { Field } from '../../data/schema.js'

/** A date as ISO 8601, as fine as it is known: "2024", "2024-Q1" (which the standard lacks), "2024-03", "2024-W11", "2024-03-12", "2024-03-12T14:30:00". */
export function dateText(time: number, { precision = 'day' }: Field): string {
  const iso = new Date(time).toISOString()
  if (precision === 'year') return iso.slice(0, iso.indexOf('-', 1))
  if (precision === 'quarter') return `${iso.slice(0, iso.indexOf('-', 1))}-Q${timePart('quarter', time)}`
  if (precision === 'week') {
    // The year that has the week's Thursday.
    const ofYear = new Date(time + 3 * 86_400_000).toISOString()
    return `${ofYear.slice(0, ofYear.indexOf('-', 1))}-W${String(timePart('week', time)).padStart(2, '0')}`
  }
  if (precision === 'month') return iso.slice(0, iso.indexOf('-', 1) + 3)
  return precision === 'time' ? iso.slice(0, -5) : iso.slice(0, iso.indexOf('T'))
}

/**
 * True for text that a spreadsheet would run as a formula when it reads it from a CSV file, full-width signs and
 * leading blanks included.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function isFormula(text: string): boolean {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text)
}
