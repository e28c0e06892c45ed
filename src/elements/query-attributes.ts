import { property } from 'lit/decorators.js'
import { DgeElement } from './dge-element.js'
import { numberAttribute } from './number-attribute.js'
import type { DataSource } from '../data/source.js'

/** What authors write on every tag that asks something of a source. */
export abstract class QueryAttributes extends DgeElement {
  /** A source, or the id of the `dge-source` to use. */
  @property() source: DataSource | string | undefined
  /** Condition on the rows, in CQL2 text: `annee = 2022 AND sens = 'D'`. */
  @property() where: string | undefined
  /** Words that the rows must contain. */
  @property() search: string | undefined
  /** Sort keys: `-total, nom`. */
  @property() order: string | undefined
  /** Most rows to show. */
  @property({ converter: numberAttribute }) limit: number | undefined
  /** Title; of a layer, what it is called in the legend. When absent, the dataset's. (`title` would be the browser's tooltip.) */
  @property() heading: string | undefined
}
