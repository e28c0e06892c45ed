import { css } from '../css.js'

/** The map, its controls, pop-up and legend; of MapLibre's own sheet only what is used here. */
export const mapStyles = css`
  [part='content'] {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    min-block-size: 0;
  }
  .stage {
    --_paper: var(--dge-popup-background, Canvas);
    --_ink: var(--dge-popup-color, CanvasText);
    position: relative;
    flex: 1 1 0;
    min-block-size: var(--_held, min(12rem, var(--_body)));
    border: 1px solid var(--_line);
    border-radius: var(--dge-radius, 4px);
  }
  [part='map'] {
    position: absolute;
    inset: 0;
    overflow: hidden;
    border-radius: inherit;
  }
  [part='map']:focus-visible {
    outline: 3px solid var(--dge-focus, currentColor);
    outline-offset: 2px;
  }
  .maplibregl-map {
    position: absolute;
    inset: 0;
    overflow: hidden;
    -webkit-tap-highlight-color: transparent;
  }
  .maplibregl-canvas {
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 0;
  }
  .maplibregl-canvas-container.maplibregl-interactive {
    cursor: grab;
    user-select: none;
  }
  .maplibregl-canvas-container.maplibregl-interactive:active {
    cursor: grabbing;
  }
  .maplibregl-canvas-container.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan,
  .maplibregl-canvas-container.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan .maplibregl-canvas {
    touch-action: none;
  }
  .maplibregl-canvas-container.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan.maplibregl-cooperative-gestures,
  .maplibregl-canvas-container.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan.maplibregl-cooperative-gestures
    .maplibregl-canvas {
    touch-action: pan-x pan-y;
  }
  .maplibregl-cooperative-gesture-screen {
    position: absolute;
    z-index: 3;
    inset: 0;
    display: grid;
    place-items: center;
    padding: 1rem;
    background: rgb(0 0 0 / 0.6);
    color: #fff;
    font-size: 1.25rem;
    text-align: center;
    opacity: 0;
    pointer-events: none;
    transition: opacity 0.6s ease 0.8s;
  }
  .maplibregl-cooperative-gesture-screen.maplibregl-show {
    opacity: 1;
    transition: opacity 0.05s;
  }
  .maplibregl-cooperative-gesture-screen .maplibregl-mobile-message {
    display: none;
  }
  @media (hover: none), (pointer: coarse) {
    .maplibregl-cooperative-gesture-screen .maplibregl-desktop-message {
      display: none;
    }
    .maplibregl-cooperative-gesture-screen .maplibregl-mobile-message {
      display: block;
    }
  }
  .maplibregl-boxzoom {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 0;
    block-size: 0;
    border: 2px dotted #202020;
    background: #fff;
    opacity: 0.5;
  }
  .maplibregl-control-container {
    display: none;
  }
  [part='zoom'] {
    position: absolute;
    z-index: 1;
    inset: 0.5rem 0.5rem auto auto;
    display: grid;
    gap: 0.25rem;
  }
  [part='zoom'] button,
  [part='popup'] button {
    display: grid;
    place-items: center;
    inline-size: 2.25rem;
    block-size: 2.25rem;
    padding: 0;
    background: var(--_paper);
    color: var(--_ink);
    border-color: color-mix(in srgb, var(--_ink) 45%, transparent);
  }
  [part='zoom'] svg,
  [part='popup'] button svg {
    inline-size: 1rem;
    block-size: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  [part='popup'] {
    position: absolute;
    z-index: 2;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: max-content;
    max-inline-size: min(18rem, calc(100% - 1rem));
    max-block-size: calc(100% - 1rem);
    overflow: auto;
    padding: 0.5rem 3rem 0.625rem 0.75rem;
    border: 1px solid color-mix(in srgb, var(--_ink) 45%, transparent);
    border-radius: var(--dge-radius, 4px);
    background: var(--_paper);
    color: var(--_ink);
    box-shadow: 0 2px 8px rgb(0 0 0 / 0.25);
    font-size: var(--dge-small-size, 0.875rem);
    overflow-wrap: anywhere;
  }
  [part='popup'] button {
    position: absolute;
    inset: 0.25rem 0.25rem auto auto;
    border-color: transparent;
  }
  [part='popup'] strong {
    display: block;
    font-size: 1rem;
  }
  [part='popup'] dl {
    margin: 0.25rem 0 0;
  }
  [part='popup'] dl div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
  }
  [part='popup'] dt::after {
    content: ' :';
  }
  [part='popup'] dt {
    opacity: 0.85;
  }
  [part='popup'] dd {
    margin: 0;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [part='legend'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    min-block-size: var(--_legend, 0);
    font-size: var(--dge-small-size, 0.875rem);
    overflow-wrap: anywhere;
  }
  [part='legend'].early {
    visibility: visible;
  }
  /* What the page brings has a legend already. */
  .whole [part='legend'].early {
    visibility: hidden;
  }
  [part='legend'] p {
    margin: 0 0 0.125rem;
    font-weight: 600;
  }
  [part='legend'] ul {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.875rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='legend'] li {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    font-variant-numeric: tabular-nums;
  }
  [part='legend'] svg {
    flex: none;
    overflow: visible;
    forced-color-adjust: none;
  }
  .map-note {
    margin: 0;
    font-size: var(--dge-small-size, 0.875rem);
  }
  @media (forced-colors: active) {
    [part='map'] {
      forced-color-adjust: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .maplibregl-cooperative-gesture-screen {
      transition: none;
    }
  }
  .paper {
    display: none;
  }
  @media print {
    [part='zoom'] {
      display: none;
    }
    .paper {
      display: block;
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: contain;
    }
    .paper ~ * {
      visibility: hidden;
    }
  }
`
