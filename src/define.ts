// First: the network is asked before the classes are made.
import './elements/early-start.js'
import { DgeChart } from './elements/dge-chart.js'
import { DgeFigure } from './elements/dge-figure.js'
import { DgeLayer } from './elements/dge-layer.js'
import { DgeMap } from './elements/dge-map.js'
import { DgeSource } from './elements/dge-source.js'
import { DgeTable } from './elements/dge-table.js'
import { imported } from './elements/one-copy.js'

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'dge-source': DgeSource,
  'dge-chart': DgeChart,
  // Before the map, which looks for its layers.
  'dge-layer': DgeLayer,
  'dge-map': DgeMap,
  'dge-table': DgeTable,
  'dge-figure': DgeFigure,
}

/** All in one go, and at once: a frame in between would show some tags without their heights, and move what is below them; whoever imports the library may use its tags. */
function define(): void {
  // A second copy of the library on the page finds the tags taken and leaves them: the first serves all.
  for (const [tag, element] of Object.entries(elements)) {
    if (!customElements.get(tag)) customElements.define(tag, element)
  }
}

// Where a server wants the query, this copy serves.
if (imported) import(imported).catch(define)
else define()
