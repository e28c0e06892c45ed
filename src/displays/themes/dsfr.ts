import { numbered } from './theme.js'
import type { Theme, Tokens } from './theme.js'

const common: Tokens = {
  // The page's own Marianne where it has it.
  '--dge-font-family': 'Marianne, arial, sans-serif',
  '--dge-radius': '0px',
  '--dge-focus': '#0a76f6',
}

/**
 * The French State's design system: its greys, blue France, red Marianne and illustrative colours, as its tokens have them.
 * @see https://www.systeme-de-design.gouv.fr/fondamentaux/couleurs-palette
 */
export const dsfr: Theme = {
  name: 'dsfr',
  light: {
    ...common,
    '--dge-color': '#3a3a3a',
    '--dge-heading-color': '#161616',
    '--dge-muted': '#666666',
    '--dge-grid': '#dddddd',
    '--dge-accent': '#000091',
    '--dge-button-color': '#000091',
    '--dge-button-border': '#000091',
    '--dge-menu-background': '#ffffff',
    '--dge-menu-color': '#3a3a3a',
    ...numbered('--dge-color-', ['#000091', '#009081', '#c9191e', '#a558a0', '#ce614a', '#666666', '#417dc4', '#716043']),
    ...numbered('--dge-sequential-', ['#cacafb', '#6a6af4', '#000091']),
  },
  dark: {
    ...common,
    '--dge-color': '#cecece',
    '--dge-heading-color': '#ffffff',
    '--dge-muted': '#929292',
    '--dge-grid': '#353535',
    '--dge-accent': '#8585f6',
    '--dge-button-color': '#8585f6',
    '--dge-button-border': '#8585f6',
    '--dge-menu-background': '#242424',
    '--dge-menu-color': '#cecece',
    ...numbered('--dge-color-', ['#8585f6', '#ff9575', '#ffe552', '#7ab1e8', '#f95c5e', '#ce70cc', '#34cb6a', '#929292']),
    ...numbered('--dge-sequential-', ['#313178', '#6a6af4', '#cacafb']),
  },
}
