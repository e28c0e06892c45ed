import { css } from '../css.js'

/** The look of data tables, in `dge-table` and in the data view of every display. */
export const rowsStyles = css`
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.5;
  }
  @media (forced-colors: active) {
    button[aria-disabled='true'] {
      color: GrayText;
      opacity: 1;
    }
  }
  .scroll {
    position: relative;
    overflow: auto;
    max-inline-size: 100%;
    /* Columns that are out of sight are foretold: the edge fades until the last one is reached. Where nothing scrolls, nothing moves. */
    animation: dge-fade linear;
    animation-timeline: scroll(self inline);
  }
  @keyframes dge-fade {
    from {
      mask: linear-gradient(to right, #000 calc(100% - 2rem), #0003) 0 / 100% 100%;
    }
    to {
      mask: linear-gradient(to right, #000 calc(100% - 2rem), #0003) 0 / calc(100% + 2rem) 100%;
    }
  }
  /* As wide as its content wants, so that rows stay one line high; the region scrolls. */
  table {
    inline-size: max-content;
    min-inline-size: 100%;
    border-collapse: collapse;
    /* Pages without a doctype have tables begin anew. */
    font: inherit;
    color: inherit;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.375rem 0.75rem;
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }
  td {
    max-inline-size: 22rem;
    overflow-wrap: break-word;
  }
  th {
    border-block-end: 2px solid currentColor;
    vertical-align: bottom;
  }
  .unit {
    font-weight: 400;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  th.number {
    white-space: normal;
  }
  th button {
    padding: 0.125rem 0;
    border: 0;
    background: none;
    color: inherit;
    font-weight: inherit;
    text-align: inherit;
  }
  th button:hover {
    text-decoration: underline;
  }
  .pager {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    margin-block-start: 0.5rem;
  }
  .pager button {
    min-inline-size: 2.25rem;
  }
  /* Nobody turns a page, sorts or scrolls on paper; which rows these are stays said. */
  @media print {
    .pager button,
    [aria-sort='none'] .arrow {
      display: none;
    }
    .scroll {
      overflow: visible;
    }
    table {
      inline-size: 100%;
    }
    td {
      overflow-wrap: anywhere;
    }
    td details::details-content {
      content-visibility: visible;
    }
    /* Few columns leave each as wide as a code, or as most words. */
    td:first-child:nth-last-child(-n + 8),
    td:first-child:nth-last-child(-n + 8) ~ td {
      min-inline-size: min(5.5em, 11cqi);
    }
    td:first-child:nth-last-child(-n + 5),
    td:first-child:nth-last-child(-n + 5) ~ td {
      min-inline-size: min(7.5em, 18cqi);
    }
  }
`
