/** The words of the `actions` attribute; undefined = everything is offered. */
export function offersOf(written: string | undefined): readonly string[] | undefined {
  const words = written?.trim().toLowerCase().split(/[\s,]+/)
  return words === undefined || words[0] === '' || words[0] === 'true' ? undefined : words.filter((word) => word !== 'none' && word !== 'false')
}
