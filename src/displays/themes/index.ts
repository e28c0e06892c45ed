import { datagrandest } from './datagrandest.js'
import { dsfr } from './dsfr.js'
import type { Theme } from './theme.js'

export type { Theme, Tokens } from './theme.js'

/** The themes by their names; `plain` is the page's own look. */
export const themes: Readonly<Record<string, Theme | undefined>> = { datagrandest, dsfr }
