import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openKernel } from '../../src/data/cell-kernel.js'
import { Random } from './random.js'

/** What the decoder of the platform says: the oracle. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

it('UTF-8 and what is not are told as the decoder of the platform does, wherever a piece ends', async () => {
  const random = new Random(8)
  const parts = ['a', 'route ', '0123456789', 'é', '—', '😀', '\u0000', 'ÿ', '\ud7ff', '\ue000', '\u{10ffff}'].map((text) => [...new TextEncoder().encode(text)])
  const broken = [[0x80], [0xc3], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf5], [0xff], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xe9, 0x20]]
  let refused = 0
  for (let round = 0; round < 4000; round++) {
    const all = Array.from({ length: random.int(30) }, () => random.pick(random.chance(0.02) ? broken : parts)).flat()
    const bytes = Uint8Array.from(all)
    const kernel = await openKernel(round % 4 === 0)
    let fine = true
    for (let at = 0; at < bytes.length && fine; ) {
      const size = 1 + random.int(12)
      fine = kernel.isUtf8(bytes.subarray(at, at + size))
      at += size
    }
    fine &&= !kernel.exports.isUnfinished()
    assert.equal(fine, isUtf8(bytes), String(all))
    if (fine) assert.equal(Boolean(kernel.exports.isAscii()), all.every((byte) => byte < 128), String(all))
    else refused++
  }
  assert.ok(refused > 200)
})
