import { numbered } from './theme.js'
import type { Theme, Tokens } from './theme.js'

/** Its yellow is for what dark text stands on and for marks on dark ground: on white it would be too pale to see. */
const yellow = '#ffd500'
const ink = '#1d1d1b'

const common: Tokens = {
  '--dge-radius': '2px',
  '--dge-accent': yellow,
  '--dge-heading-mark': '0.375rem',
  '--dge-button-background': yellow,
  '--dge-button-color': ink,
}

/** DataGrandEst: yellow with dark text. */
export const datagrandest: Theme = {
  name: 'datagrandest',
  light: {
    ...common,
    '--dge-color': ink,
    '--dge-heading-color': ink,
    '--dge-muted': '#595750',
    '--dge-grid': '#e4e1d6',
    '--dge-focus': ink,
    '--dge-button-border': ink,
    '--dge-menu-background': '#ffffff',
    '--dge-menu-color': ink,
    ...numbered('--dge-color-', ['#8f6b00', '#1f5f8b', '#5c5c57', '#a1478b', '#2d7a4f', '#6b4fa0', '#c2452d', '#00798c']),
    ...numbered('--dge-sequential-', ['#ffe97a', '#c99a00', '#7a5a00', '#3d2d00']),
  },
  dark: {
    ...common,
    '--dge-color': '#f5f3ea',
    '--dge-heading-color': '#ffffff',
    '--dge-muted': '#c9c5b6',
    '--dge-grid': '#47443a',
    '--dge-focus': yellow,
    '--dge-button-border': yellow,
    '--dge-menu-background': '#2a2925',
    '--dge-menu-color': '#f5f3ea',
    ...numbered('--dge-color-', [yellow, '#6db3f2', '#b9b6ab', '#4fd0e0', '#ff9d7a', '#c6adff', '#5fd3a0', '#f09ad5']),
    ...numbered('--dge-sequential-', ['#5c4a10', '#a88600', yellow, '#fff3b0']),
  },
}
