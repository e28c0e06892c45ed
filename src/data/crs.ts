import type { Extent } from './filter.js'

/** Coordinate reference systems of French use: how they are defined for proj4 and where their coordinates lie. */
interface System {
  readonly proj: string
  /** Box of French territory in its own coordinates, for files that don't say; none: never guessed. */
  readonly box?: Extent
}

const metre = '+units=m +no_defs'
const grs80 = `+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 ${metre}`

/** Lambert-93 Conique Conforme, zones 42 to 50 (EPSG:3942 to 3950). */
const conics = Object.fromEntries(
  Array.from({ length: 9 }, (_, index): [string, System] => {
    const latitude = 42 + index
    const north = (latitude - 41) * 1_000_000 + 200_000
    const proj = `+proj=lcc +lat_0=${latitude} +lon_0=3 +lat_1=${latitude - 0.75} +lat_2=${latitude + 0.75} +x_0=1700000 +y_0=${north} ${grs80}`
    return [`EPSG:${3942 + index}`, { proj, box: [1_080_000, north - 130_000, 2_260_000, north + 130_000] }]
  })
)

const systems: Readonly<Record<string, System>> = {
  'EPSG:2154': {
    proj: `+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 ${grs80}`,
    box: [80_000, 6_030_000, 1_260_000, 7_130_000],
  },
  ...conics,
  'EPSG:3857': {
    proj: `+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +nadgrids=@null ${metre}`,
    box: [-600_000, 5_030_000, 1_090_000, 6_660_000],
  },
  // Lambert II extended on the Paris meridian; NTF to WGS 84 by IGN's three parameters, good to a few metres.
  'EPSG:27572': {
    proj: `+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 +a=6378249.2 +b=6356515 +towgs84=-168,-60,320,0,0,0,0 +pm=paris ${metre}`,
    box: [40_000, 1_610_000, 1_250_000, 2_700_000],
  },
  'EPSG:5490': { proj: `+proj=utm +zone=20 ${grs80}`, box: [440_000, 1_570_000, 790_000, 2_020_000] },
  'EPSG:2972': { proj: `+proj=utm +zone=22 ${grs80}`, box: [90_000, 220_000, 460_000, 660_000] },
  'EPSG:2975': { proj: `+proj=utm +zone=40 +south ${grs80}`, box: [300_000, 7_620_000, 390_000, 7_700_000] },
  'EPSG:4471': { proj: `+proj=utm +zone=38 +south ${grs80}`, box: [490_000, 8_550_000, 540_000, 8_620_000] },
}

/** Longitude and latitude on WGS 84, or on a system that differs from it by less than a metre. */
const degrees = new Set(['EPSG:4326', 'EPSG:4171', 'EPSG:4258', 'EPSG:4979', 'OGC:CRS84'])

/**
 * A CRS by one name, "EPSG:2154": from that, a URN, a URL of opengis.net, a bare number or "Lambert 93". Undefined when
 * the text names none.
 */
export function crsNamed(text: string): string | undefined {
  const name = text.trim()
  if (/CRS:?84h?$/i.test(name)) return 'OGC:CRS84'
  if (/^(rgf93|lambert|l)?[\s_-]*(lambert|l)[\s_-]*93$/i.test(name)) return 'EPSG:2154'
  if (/^wgs[\s_-]*(19)?84$/i.test(name)) return 'EPSG:4326'
  const conic = /^(?:rgf93[\s_-]*)?cc[\s_-]*(4[2-9]|50)$/i.exec(name)?.[1]
  if (conic) return `EPSG:${3900 + Number(conic)}`
  const number = /(?:^|EPSG\b.*[:/#])(\d{4,6})$/i.exec(name)?.[1]
  if (number === '900913') return 'EPSG:3857'
  return number === undefined ? undefined : `EPSG:${number}`
}

/** True when coordinates of this CRS are longitude and latitude as maps need them. */
export function isLonLat(crs: string): boolean {
  return degrees.has(crs)
}

/**
 * The proj4 definition of a CRS ("EPSG:2154") of French use, or of a UTM zone (EPSG:326zz, 327zz, 258zz); undefined for
 * any other. Files give x before y (GeoJSON's order), whatever the axis order of the definition.
 */
export function crsDefinition(crs: string): string | undefined {
  if (degrees.has(crs)) return '+proj=longlat +datum=WGS84 +no_defs'
  if (Object.hasOwn(systems, crs)) return systems[crs]?.proj
  const [, family, zone] = /^EPSG:(326|327|258)(\d\d)$/.exec(crs) ?? []
  if (!family || Number(zone) < 1 || Number(zone) > 60) return undefined
  return family === '258' ? `+proj=utm +zone=${Number(zone)} ${grs80}` : `+proj=utm +zone=${Number(zone)}${family === '327' ? ' +south' : ''} +datum=WGS84 ${metre}`
}

/** The CRS that `crsDefinition` knows, for messages. */
export const knownCrs = 'EPSG:2154, 3942–3950, 3857, 27572, 5490, 32620, 2972, 2975, 4471, 4326'

/**
 * The CRS that coordinates with this envelope must be in: degrees when they can be, else the only system in whose
 * French territory they lie; undefined when none or several are possible.
 */
export function guessCrs([west, south, east, north]: Extent): string | undefined {
  if (west >= -180 && east <= 180 && south >= -90 && north <= 90) return 'OGC:CRS84'
  const fitting = Object.entries(systems).filter(
    ([, { box }]) => box && west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3]
  )
  return fitting.length === 1 ? fitting[0]?.[0] : undefined
}
