import { darkCategories, lightCategories } from '../data/palettes.js'

/** The look of a page as maps need it: resolved colours, read live from `--dge-*` and the host's text. */
export interface MapTheme {
  readonly dark: boolean
  /** What lies under everything. */
  readonly ground: string
  /** Outlines: 3:1 or more against the ground. */
  readonly outline: string
  /** Outlines of areas from which `outline` hardly stands out: the ground, or the page's own outlines. */
  readonly seam: string
  /** Places without a value. */
  readonly missing: string
  /** What is picked. */
  readonly selection: string
  readonly text: string
  /** Colours of categories; the first is that of places without colour by data. */
  readonly categories: readonly string[]
  /** The page's own sequential colours (`--dge-sequential-1…`), low to high; undefined when it has none. */
  readonly sequential?: readonly string[]
}

export const lightMapTheme: MapTheme = Object.freeze({
  dark: false,
  ground: '#f7f7f5',
  outline: '#5d6670',
  seam: '#f7f7f5',
  missing: '#d3d3d0',
  selection: '#111418',
  text: '#1f2933',
  categories: lightCategories,
})

export const darkMapTheme: MapTheme = Object.freeze({
  dark: true,
  ground: '#1b1e22',
  outline: '#8d969e',
  seam: '#1b1e22',
  missing: '#4a4d51',
  selection: '#ffffff',
  text: '#f0f3f6',
  categories: darkCategories,
})
