/** The custom properties of a theme in one scheme: what an author may also set himself, on the tags. */
export type Tokens = Readonly<Record<`--dge-${string}`, string>>

/** A look: its tokens on a light and on a dark page. */
export interface Theme {
  readonly name: string
  readonly light: Tokens
  readonly dark: Tokens
}

/** Colours as numbered tokens: `--dge-color-1`, `-2`… */
export function numbered(prefix: '--dge-color-' | '--dge-sequential-', colors: readonly string[]): Tokens {
  return Object.fromEntries(colors.map((color, at) => [`${prefix}${at + 1}`, color]))
}
