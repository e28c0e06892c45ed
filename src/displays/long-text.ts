/** Characters that a cell shows whole: longer ones would make rows as high as a phone, or as a hundred of them. */
const whole = 400
/** Characters of the beginning of others. */
const shown = 200

/** The beginning of a long text, up to a word where it has some; undefined for one that is shown whole. */
export function beginningOf(text: string): string | undefined {
  return text.length > whole ? text.slice(0, shown).replace(/\s+\S{0,40}$|[\ud800-\udbff]$/, '') : undefined
}
