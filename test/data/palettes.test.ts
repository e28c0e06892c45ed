import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { darkCategories, lightCategories, paletteNames, sequentialColors } from '../../src/data/palettes.js'
import { darkMapTheme, lightMapTheme } from '../../src/maps/map-theme.js'
import { DgeError } from '../../src/data/errors.js'

const channels = (color: string) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const light = (rgb: readonly number[]) => 0.2126 * (rgb[0] ?? 0) + 0.7152 * (rgb[1] ?? 0) + 0.0722 * (rgb[2] ?? 0)
const luminance = (color: string) => light(channels(color).map(linear))
const contrast = (a: string, b: string) => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

/** What readers without one kind of cone see (Viénot, Brettel & Mollon 1999; tritanopia: Machado, Oliveira & Fernandes 2009), in linear RGB. */
const blindness: Record<string, readonly (readonly number[])[]> = {
  protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
  deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
const seen = (color: string, matrix: readonly (readonly number[])[]) => {
  const rgb = channels(color).map(linear)
  return matrix.map((row) => Math.min(1, Math.max(0, row.reduce((sum, part, index) => sum + part * (rgb[index] ?? 0), 0))))
}

describe('palettes', () => {
  for (const name of paletteNames.filter((each) => each !== 'diverging')) {
    it(`${name} goes steadily from pale to strong, for colour-blind readers too`, () => {
      for (const count of [2, 3, 5, 7, 9]) {
        const colors = sequentialColors(name, count, false)
        assert.equal(colors.length, count)
        for (const [kind, matrix] of Object.entries({ none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ...blindness })) {
          const steps = colors.map((color) => light(seen(color, matrix)))
          for (let index = 1; index < steps.length; index++) {
            const ratio = ((steps[index - 1] ?? 0) + 0.05) / ((steps[index] ?? 0) + 0.05)
            assert.ok(ratio > 1.1, `${name} ${count} ${kind}: step ${index} is ${ratio.toFixed(2)}`)
          }
        }
      }
    })
  }

  it('ends are the anchors themselves', () => {
    assert.deepEqual(sequentialColors('#ffffff, #000000', 2, false), ['#ffffff', '#000000'])
    const blues = sequentialColors('blues', 5, false)
    assert.deepEqual(blues, ['#dcebf7', '#9dc6e3', '#4f96cd', '#1f68ab', '#0a3264'])
  })

  it('mixes in OKLab: between black and white lies the grey of half lightness', () => {
    // OKLab L = 0.5 of a grey is linear 0.5³ = 0.125, companded 0.3886 → 99 = #63.
    assert.deepEqual(sequentialColors('#000 #fff', 3, false), ['#000000', '#636363', '#ffffff'])
  })

  it('the highest class shines on a dark ground, and the lowest does not sink into it', () => {
    for (const name of paletteNames.filter((each) => each !== 'diverging')) {
      for (const count of [2, 5, 9]) {
        const contrasts = sequentialColors(name, count, true).map((color) => contrast(color, darkMapTheme.ground))
        assert.deepEqual(contrasts, [...contrasts].sort((a, b) => a - b))
        assert.ok((contrasts[0] ?? 0) > 2, `${name}: ${contrasts[0]}`)
        assert.ok((contrasts.at(-1) ?? 0) > 7, `${name}: ${contrasts.at(-1)}`)
      }
    }
  })

  it('outlines and categories stand out from the ground, 3:1 or more', () => {
    for (const theme of [lightMapTheme, darkMapTheme]) {
      for (const color of [theme.outline, theme.selection, ...theme.categories]) {
        assert.ok(contrast(color, theme.ground) >= 3, `${color} on ${theme.ground}: ${contrast(color, theme.ground)}`)
      }
    }
    assert.equal(new Set(lightCategories).size, 8)
    assert.equal(new Set(darkCategories).size, 8)
  })

  it('refuses unknown names and colours', () => {
    for (const bad of ['rainbow', '#12', 'constructor', '#ffffff red']) {
      assert.throws(() => sequentialColors(bad, 3, false), (error) => error instanceof DgeError && error.kind === 'query', bad)
    }
  })
})
