import { pushdownOf } from './wfs-pushdown.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Download, Metadata } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { Schema } from '../data/schema.js'
import type { FilterFields } from './wfs-pushdown.js'
import type { RawFeature } from './wfs-gml.js'
import type { WfsService } from './wfs-service.js'

/** What opening found out about one layer. */
export interface WfsLayer {
  readonly service: WfsService
  readonly name: string
  readonly version: '2.0.0' | '1.1.0' | '1.0.0'
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  /** How filters see the fields. */
  readonly fields: FilterFields
  /** Name of the geometry property; undefined when there is none. */
  readonly geometry?: string
  /** Geometries are single points. */
  readonly points: boolean
  /** The reference system of answers that don't say, as written. */
  readonly crs?: string
  readonly extent?: Extent
  /** Name of the GeoJSON format. */
  readonly json?: string
  /** The server's GeoJSON leaves the geometry out when PROPERTYNAME does. */
  readonly jsonDropsGeometry: boolean
  /** GeoServer: CQL_FILTER may work. */
  readonly cql: boolean
  readonly sorting: boolean
  readonly pageLimit?: number
  /** All features, when RESULTTYPE=hits agrees with what comes. */
  readonly total?: number
  readonly countable: boolean
  /** Some features, without geometry, to prove things by. */
  readonly sample: readonly RawFeature[]
  readonly maxRows?: number
}

/** What the server does as the engine does, as far as the opening tells. */
export function capabilitiesOf({ fields, version, service, points, sorting, total }: WfsLayer): Capabilities {
  const filters = version !== '1.0.0' && !service.filtered
  return {
    where: (filter) => (filters ? pushdownOf(filter, fields) : 'local'),
    search: 'local',
    // The envelope of a point is the point; of other shapes servers test the shape itself, which keeps fewer.
    extent: filters && points ? 'superset' : 'local',
    group: () => false,
    // Where the number of all is not known every count may be cut.
    aggregate: ({ op, expr }) => total !== undefined && op === 'count' && expr === undefined,
    having: () => false,
    order: ({ field }, grouped) => !grouped && filters && sorting && fields.get(field)?.type === 'number' && fields.get(field)?.native === true,
    page: { rows: true, groups: false },
    select: true,
  }
}

/** Some servers count no further than they give in one answer: such a count says nothing. */
export function mayBeCap(hits: number, pageLimit: number | undefined): boolean {
  return hits === pageLimit || (hits > 0 && hits % 500 === 0)
}
