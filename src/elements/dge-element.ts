import { LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { sourceConfigOf } from '../data/source-config.js'
import { numberAttribute } from './number-attribute.js'
import type { PropertyDeclaration } from 'lit'
import type { SourceConfig } from '../data/dataset.js'

/** The attributes that say where data are: shared by `dge-source` and by every display with a `src` of its own. */
export abstract class DgeElement extends LitElement {
  /** Frameworks set what is written in braces as a property: `height={300}` is a number, where an attribute would be text. */
  override requestUpdate(name?: PropertyKey, before?: unknown, options?: PropertyDeclaration): void {
    const given = this[name as keyof this]
    if (typeof given === 'number' && options?.converter !== numberAttribute) Object.assign(this, { [name as string]: `${given}` })
    super.requestUpdate(name, before, options)
  }

  /** Address of the data: the dataset's page on a portal, its API, or a file. Relative to the page. */
  @property() src: string | undefined
  /** Name of the provider, when it is not recognised from the address or the answer. */
  @property() provider: string | undefined
  /** Types that correct the recognised ones: `insee:string, montant:number`. */
  @property() types: string | undefined
  /** JSON: dotted path to the array of rows (`data.items`). */
  @property() path: string | undefined
  /** Which layer, when the service has several (WFS type name, dataset id, sheet). */
  @property() layer: string | undefined
  /** Coordinate reference system, when the file does not say (`EPSG:2154`). */
  @property() crs: string | undefined
  /** Character encoding, when the file does not say (`windows-1252`). */
  @property() encoding: string | undefined
  /** Most rows to fetch; beyond it the result is partial. */
  @property({ converter: numberAttribute, attribute: 'max-rows' }) maxRows: number | undefined
  /** Milliseconds without an answer before giving up; 30,000 when absent. */
  @property({ converter: numberAttribute }) timeout: number | undefined

  /** How long answers that the reader's browser keeps are shown without asking anew (`1 h`, `30 min`, `2 d`); older ones are shown while it asks. */
  @property() cache: string | undefined

  /** The attributes as settings of a source; undefined without `src`. @throws DgeError `query` for bad `types` */
  sourceConfig(): SourceConfig | undefined {
    return sourceConfigOf(this, this.baseURI)
  }
}
