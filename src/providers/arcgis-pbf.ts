import { PbfReader } from 'pbf'
import type { Raw } from './arcgis-api.js'

/** A finer grid is as good; a coarser one is another than what is asked for. */
const tolerance = 1.001e-6

type Numbers = [x: number, y: number]

interface Packed {
  readonly lengths: number[]
  readonly coords: number[]
}

interface PackedFeature {
  readonly attributes: unknown[]
  geometry?: Packed
}

/** A FeatureResult as it comes; what it leaves out has the value that Protocol Buffers give it. */
interface Result {
  geometryType: number
  exceeded: boolean
  hasZ: boolean
  hasM: boolean
  lowerLeft: boolean
  readonly scale: Numbers
  readonly translate: Numbers
  readonly names: string[]
  readonly features: PackedFeature[]
}

/** Parts of lines and of areas in Esri's JSON, by their number in Protocol Buffers. */
const parts: Readonly<Record<number, 'paths' | 'rings'>> = { 2: 'paths', 3: 'rings' }

/**
 * An answer of `f=pbf` as that of `f=json` would be (`features`, `exceededTransferLimit`): lines and areas in degrees, rounded
 * to millionths.
 * @throws Error for anything else: other bytes, cut ones, other geometries, a coarser grid, coordinates that are no degrees
 * @see https://github.com/Esri/arcgis-pbf/tree/main/proto/FeatureCollection
 */
export function readPbf(bytes: Uint8Array): Raw {
  const pbf = new PbfReader(bytes)
  const result: Result = {
    geometryType: 0, exceeded: false, hasZ: false, hasM: false, lowerLeft: false, scale: [0, 0], translate: [0, 0], names: [], features: [],
  }
  let found = false
  pbf.readFields((tag) => {
    if (tag !== 2) return
    inner(pbf, (kind) => {
      if (kind !== 1) return
      found = true
      inner(pbf, (field) => readResult(field, result, pbf))
    })
  }, undefined)
  if (!found || pbf.pos !== pbf.length) throw new Error('No features in the answer')
  const { names, exceeded } = result
  const features = result.features.map(({ attributes, geometry }) => {
    if (attributes.length !== names.length) throw new Error(`${attributes.length} attributes of ${names.length} fields`)
    return {
      attributes: Object.fromEntries(names.map((name, index) => [name, attributes[index]])),
      geometry: geometry ? unpacked(geometry, result) : null,
    }
  })
  return { fields: names, features, exceededTransferLimit: exceeded }
}

function readResult(field: number, result: Result, pbf: PbfReader): void {
  switch (field) {
    case 7:
      result.geometryType = pbf.readVarint()
      break
    case 9:
      result.exceeded = pbf.readBoolean()
      break
    case 10:
      result.hasZ = pbf.readBoolean()
      break
    case 11:
      result.hasM = pbf.readBoolean()
      break
    case 12:
      inner(pbf, (tag) => {
        if (tag === 1) result.lowerLeft = pbf.readVarint() === 1
        if (tag === 2) readPair(result.scale, pbf)
        if (tag === 3) readPair(result.translate, pbf)
      })
      break
    case 13:
      inner(pbf, (tag) => {
        if (tag === 1) result.names.push(readText(pbf))
      })
      break
    case 15:
      result.features.push(readFeature(pbf))
      break
    default:
  }
}

function readPair(pair: Numbers, pbf: PbfReader): void {
  inner(pbf, (tag) => {
    if (tag === 1) pair[0] = pbf.readDouble()
    if (tag === 2) pair[1] = pbf.readDouble()
  })
}

function readFeature(pbf: PbfReader): PackedFeature {
  const feature: PackedFeature = { attributes: [] }
  inner(pbf, (tag) => {
    if (tag === 1) feature.attributes.push(readValue(pbf))
    if (tag === 2) feature.geometry = readPacked(pbf)
  })
  return feature
}

/** A value without a kind is null. */
function readValue(pbf: PbfReader): unknown {
  let value: unknown = null
  inner(pbf, (kind) => {
    switch (kind) {
      case 1:
        value = readText(pbf)
        break
      case 2:
        value = pbf.readFloat()
        break
      case 3:
        value = pbf.readDouble()
        break
      case 4:
      case 8:
        value = pbf.readSVarint()
        break
      case 5:
      case 7:
        value = pbf.readVarint()
        break
      case 6:
        value = pbf.readVarint(true)
        break
      case 9:
        value = pbf.readBoolean()
        break
      default:
    }
  })
  return value
}

function readPacked(pbf: PbfReader): Packed {
  const packed: Packed = { lengths: [], coords: [] }
  inner(pbf, (tag) => {
    if (tag !== 2 && tag !== 3) return
    for (const end = endOf(pbf); pbf.pos < end; ) {
      if (tag === 2) packed.lengths.push(pbf.readVarint())
      else packed.coords.push(pbf.readSVarint())
    }
  })
  return packed
}

/** Steps from one position to the next, in each part from its first one; y grows downwards from an upper left origin. */
function unpacked({ lengths, coords }: Packed, { geometryType, hasZ, hasM, lowerLeft, scale, translate }: Result): Raw | null {
  const kind = parts[geometryType]
  const size = 2 + Number(hasZ) + Number(hasM)
  if (kind === undefined || coords.length !== size * lengths.reduce((sum, length) => sum + length, 0)) throw new Error('Other geometries than lines and areas')
  if (!scale.every((step) => step > 0 && step < tolerance)) throw new Error('A coarser grid than the one asked for')
  if (lengths.length === 0) return null
  let at = 0
  const lines = lengths.map((length) => {
    let [column, row] = [0, 0]
    return Array.from({ length }, () => {
      column += coords[at] ?? NaN
      row += coords[at + 1] ?? NaN
      at += size
      const x = translate[0] + column * scale[0]
      const y = translate[1] + (lowerLeft ? row : -row) * scale[1]
      if (!(Math.abs(x) <= 540 && Math.abs(y) <= 90.001)) throw new Error('Coordinates that are no degrees')
      return [millionths(x), millionths(y)]
    })
  })
  return { [kind]: lines }
}

function millionths(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6 + 0
}

/** The fields of the message that begins here. */
function inner(pbf: PbfReader, read: (tag: number) => void): void {
  const end = endOf(pbf)
  pbf.readFields(read, undefined, end)
  if (pbf.pos !== end) throw new Error('Lengths that do not fit')
}

/** The reader itself would go on beyond the end of the bytes. */
function endOf(pbf: PbfReader): number {
  const length = pbf.readVarint()
  const end = pbf.pos + length
  if (!(end <= pbf.length)) throw new Error('The answer ends too early')
  return end
}

function readText(pbf: PbfReader): string {
  const start = pbf.pos
  endOf(pbf)
  pbf.pos = start
  return pbf.readString()
}
