import { css } from '../css.js'

/** A chart on paper. */
export const printStyles = css`
  @media print {
    [part='chart'] {
      overflow: visible !important;
    }
    .drawing svg {
      max-inline-size: 100%;
      block-size: auto;
    }
    .overlay {
      display: none;
    }
    /* Paper is white, whatever the screen was: texts are dark, with a seam where they lie on marks. */
    .drawing svg text {
      fill: #111;
      stroke: #fff;
      stroke-width: 2px;
      paint-order: stroke;
    }
  }
`
