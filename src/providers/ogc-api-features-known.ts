import { execute } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { propertiesOf } from './ogc-api-features-values.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'

const rowNumber = '\u0000row'

/** The features of the first page: what other answers of the server are held against. */
export class KnownFeatures {
  readonly #features: readonly JsonObject[]
  readonly #byId: ReadonlyMap<unknown, JsonObject>
  readonly #rows: Table

  /** `rows` is the table of the features. */
  constructor(features: readonly JsonObject[], rows: Table) {
    const { schema, columns, numRows } = rows
    this.#features = features
    this.#byId = idsOf(features)
    const numbers = Array.from({ length: numRows }, (_, row) => row)
    this.#rows = createTable([...schema, { name: rowNumber, type: 'number' }], new Map([...columns, [rowNumber, numbers]]), { numRows })
  }

  /** Each has an id of its own. */
  get identified(): boolean {
    return this.#byId.size > 0
  }

  /** Every known feature that the conditions keep is among the features. */
  kept({ where, extent }: Pick<Query, 'where' | 'extent'>, features: readonly JsonObject[]): boolean {
    const wanted = execute({ ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}), select: [rowNumber] }, this.#rows)
    const keys = new Set(features.map((feature) => this.#keyOf(feature)))
    return Array.from(wanted.columns.get(rowNumber) ?? []).every((row) => {
      const feature = this.#features[Number(row)]
      return !feature || keys.has(this.#keyOf(feature))
    })
  }

  /** The named properties of known features are as they were. */
  same(features: readonly JsonObject[], names: readonly string[]): boolean {
    return features.every((feature) => {
      const known = this.#byId.get(feature['id'])
      if (!known) return true
      const [had, has] = [propertiesOf(known), propertiesOf(feature)]
      return names.every((name) => JSON.stringify(had[name] ?? null) === JSON.stringify(has[name] ?? null))
    })
  }

  #keyOf(feature: JsonObject): unknown {
    return this.identified ? feature['id'] : JSON.stringify(feature)
  }
}

/** Features by id; none when ids are missing or not unique. */
function idsOf(features: readonly JsonObject[]): ReadonlyMap<unknown, JsonObject> {
  const byId = new Map(features.flatMap((feature) => (feature['id'] === undefined || feature['id'] === null ? [] : [[feature['id'], feature] as const])))
  return byId.size === features.length ? byId : new Map()
}
