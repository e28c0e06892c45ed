import { expect } from 'chai'
import { MapLibreRenderer } from '../../src/render/maplibre-renderer.js'
import { glPower } from '../../src/render/gl.js'
import { styleOf } from '../../src/render/maplibre-style.js'
import type { FeatureCollection } from 'geojson'
import type { Hit, MapFrame } from '../../src/render/maplibre-renderer.js'

/** `count` points side by side on a line of latitude. */
function dots(count: number): FeatureCollection {
  const features = Array.from({ length: count }, (_, id) => ({
    type: 'Feature' as const, id, properties: {}, geometry: { type: 'Point' as const, coordinates: [id, 48] },
  }))
  return { type: 'FeatureCollection', features }
}

const frame = (features: FeatureCollection, color = '#ff0000'): MapFrame => ({
  sources: { dots: features },
  layers: [{ id: 'dots-circle', type: 'circle', source: 'dots', paint: { 'circle-radius': 6, 'circle-color': color } }],
  ground: '#ffffff',
  selection: '#000000',
  view: { extent: [0, 47, 9, 49] },
  padding: 20,
  words: { wheel: 'Ctrl', fingers: '2' },
})

describe('the MapLibre renderer', () => {
  let container: HTMLElement
  let renderer: MapLibreRenderer
  const picked: (Hit | undefined)[] = []
  beforeEach(() => {
    container = document.createElement('div')
    Object.assign(container.style, { width: '600px', height: '300px', position: 'relative' })
    document.body.append(container)
    renderer = new MapLibreRenderer(container, { onPick: (hit) => picked.push(hit), onMove: () => {}, onBasemapError: () => {}, onLost: () => {} })
  })
  afterEach(() => {
    renderer.destroy()
    container.remove()
  })
  const drawn = () => [...new Set(renderer.rendered().map(({ id }) => id))].sort((a, b) => a - b)

  it('knows that it draws by software here', () => {
    expect(glPower()).to.equal('software')
  })

  it('has every feature on screen when it is done, and the new ones after an update', async () => {
    await renderer.update(frame(dots(10)))
    expect(drawn()).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await renderer.update(frame(dots(4)))
    expect(drawn()).to.deep.equal([0, 1, 2, 3])
    await renderer.update(frame(dots(4), '#0000ff'))
    const canvas = await renderer.snapshot()
    const at = renderer.project([2, 48])
    const scale = canvas.width / 600
    const pixel = canvas.getContext('2d')?.getImageData((at?.x ?? 0) * scale, (at?.y ?? 0) * scale, 1, 1).data
    expect([...(pixel ?? [])]).to.deep.equal([0, 0, 255, 255])
  })

  it('shows the whole world where it is narrow', async () => {
    container.style.width = '300px'
    await renderer.update({ ...frame(dots(2)), view: { extent: [-175, -60, 175, 75] } })
    const [west, east] = [renderer.project([-175, 0]), renderer.project([175, 0])]
    expect([(west?.x ?? -1) >= 0, (east?.x ?? 999) <= 300]).to.deep.equal([true, true])
  })

  describe('in a place whose size changes', () => {
    const resized = async (width: number, height: number) => {
      Object.assign(container.style, { width: `${width}px`, height: `${height}px` })
      const canvas = container.querySelector('canvas')
      for (let tries = 0; tries < 100 && !(canvas?.clientWidth === width && canvas.clientHeight === height); tries++) await new Promise((resolve) => setTimeout(resolve, 20))
      expect([canvas?.clientWidth, canvas?.clientHeight]).to.deep.equal([width, height])
    }
    /** Share of the place that a box takes, and whether all of it is there. */
    const seen = ([west, south, east, north]: readonly [number, number, number, number]) => {
      const { clientWidth: width, clientHeight: height } = container
      const [low = { x: -1, y: -1 }, high = { x: -1, y: -1 }] = [renderer.project([west, south]), renderer.project([east, north])]
      const isWhole = low.x >= 0 && high.y >= 0 && high.x <= width && low.y <= height
      return { isWhole, share: Math.max((high.x - low.x) / width, (low.y - high.y) / height) }
    }
    const sizes = [[300, 300], [800, 300], [200, 500], [600, 300]] as const
    const staysWhole = async (box: readonly [number, number, number, number]) => {
      for (const [width, height] of sizes) {
        await resized(width, height)
        const { isWhole, share } = seen(box)
        expect([isWhole, share > 0.6], `${width} × ${height}: ${share}`).to.deep.equal([true, true])
      }
    }

    it('shows its view whole, and as large as it can be', async () => {
      await renderer.update(frame(dots(10)))
      await staysWhole([0, 47, 9, 49])
    })

    it('shows what the reader asked to see whole', async () => {
      await renderer.update(frame(dots(10)))
      renderer.fit([2, 47, 4, 48])
      await new Promise((resolve) => setTimeout(resolve, 500))
      await staysWhole([2, 47, 4, 48])
    })

    it('stays where the reader moved to', async () => {
      await renderer.update(frame(dots(10)))
      renderer.reveal([30, 48])
      await new Promise((resolve) => setTimeout(resolve, 500))
      for (const [width, height] of sizes) {
        await resized(width, height)
        const { x = -1, y = -1 } = renderer.project([30, 48]) ?? {}
        expect([Math.abs(x - width / 2) < 2, Math.abs(y - height / 2) < 2], `${width} × ${height}: ${x}, ${y}`).to.deep.equal([true, true])
      }
    })
  })

  it('spares slow machines the outlines without which areas are still told apart', () => {
    const line = (id: string, outline: string) => ({ id, type: 'line' as const, source: 'dots', metadata: { outline } })
    const { layers } = styleOf({ ...frame(dots(1)), layers: [line('a', 'spared'), line('b', 'needed')] })
    expect(layers.map(({ id }) => id).slice(1, -2)).to.deep.equal(['b'])
  })

  it('a newer update supersedes an older one, which ends as aborted', async () => {
    const first = renderer.update(frame(dots(3))).then(() => 'drawn', (error: Error) => error.name)
    await renderer.update(frame(dots(5)))
    expect(await first).to.equal('AbortError')
    expect(drawn()).to.deep.equal([0, 1, 2, 3, 4])
  })

  it('destroyed while it loads, it makes no map', async () => {
    const update = renderer.update(frame(dots(3))).catch((error: Error) => error.name)
    renderer.destroy()
    expect(await update).to.equal('AbortError')
    expect(container.querySelector('canvas')).to.equal(null)
  })

  it('asks for nothing but its own code', async () => {
    performance.clearResourceTimings()
    await renderer.update(frame(dots(3)))
    const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
    expect(asked.filter((path) => !/maplibre-gl[\w-]*\.mjs$/.test(path))).to.deep.equal([])
  })

  it('ten maps one after the other leave no graphics context behind', async () => {
    const contexts: (WebGL2RenderingContext | null | undefined)[] = []
    for (let round = 0; round < 10; round++) {
      await renderer.update(frame(dots(2)))
      contexts.push(container.querySelector('canvas')?.getContext('webgl2'))
      renderer.destroy()
      renderer = new MapLibreRenderer(container, { onPick: () => {}, onMove: () => {}, onBasemapError: () => {}, onLost: () => {} })
    }
    expect(contexts.every((gl) => gl?.isContextLost())).to.equal(true)
  })
})
