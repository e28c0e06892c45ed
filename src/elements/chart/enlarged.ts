import type { Box, ChartRenderer } from '../../render/chart-renderer.js'

/**
 * The drawing `scale` times as large, for readers of large letters: as a browser's zoom has it, so that each letter has the room that it has in the usual size.
 * What is told of it is in pixels of the page.
 */
export function enlarged(drawn: ChartRenderer, scale: number): ChartRenderer {
  // The size itself may be one of an earlier drawing that was enlarged.
  const { width, height } = drawn.drawing.viewBox.baseVal
  const size = { width: width * scale, height: height * scale }
  drawn.drawing.setAttribute('width', String(size.width))
  drawn.drawing.setAttribute('height', String(size.height))
  const large = (box: Box): Box => ({ x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale })
  return {
    size,
    update: (frame) => drawn.update(frame),
    destroy: () => drawn.destroy(),
    marks: () => drawn.marks().map((mark) => ({ ...mark, box: large(mark.box) })),
    legend: () => drawn.legend().map((entry) => ({ ...entry, box: large(entry.box) })),
    get drawing() {
      return drawn.drawing
    },
    get plot() {
      return drawn.plot && large(drawn.plot)
    },
    scale(channel) {
      const found = drawn.scale(channel)
      return found && /^[xy]/.test(channel) ? { ...found, range: found.range.map((pixel) => Number(pixel) * scale) } : found
    },
  }
}
