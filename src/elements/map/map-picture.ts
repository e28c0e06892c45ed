import type { LegendEntry, LegendGroup, MapTheme } from '../../maps/index.js'

/** What stands around the map on its picture. */
export interface PictureText {
  readonly title: string
  readonly legend: readonly LegendGroup[]
  readonly credits: string
  readonly font: string
  readonly theme: MapTheme
}

const size = 14
const gap = 12

/** The map with title, legend and credits as a PNG: a picture that can stand alone. */
export async function mapPicture(map: HTMLCanvasElement, scale: number, text: PictureText): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = map.width
  const width = map.width / scale
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('No canvas to draw the picture on')
  // Twice: first to know the height, then to draw.
  const below = write(pen, text, width, 0, false)
  const head = text.title ? size * 2 + gap : 0
  canvas.height = Math.ceil((head + below) * scale) + map.height
  pen.scale(scale, scale)
  pen.fillStyle = text.theme.dark ? '#16181b' : '#ffffff'
  pen.fillRect(0, 0, width, canvas.height / scale)
  pen.fillStyle = text.theme.text
  pen.font = `bold ${size + 4}px ${text.font}`
  if (text.title) pen.fillText(text.title, gap, size * 2, width - 2 * gap)
  pen.fillStyle = text.theme.ground
  pen.fillRect(0, head, width, map.height / scale)
  pen.drawImage(map, 0, head, width, map.height / scale)
  write(pen, text, width, head + map.height / scale, true)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be written'))), 'image/png')
  )
}

/** Legend and credits from `top` on, in lines as wide as the picture; gives their height. */
function write(pen: CanvasRenderingContext2D, { legend, credits, font, theme }: PictureText, width: number, top: number, draw: boolean): number {
  let y = top + gap
  for (const { title, entries } of legend) {
    pen.font = `bold ${size}px ${font}`
    pen.fillStyle = theme.text
    if (title) {
      y += size
      if (draw) pen.fillText(title, gap, y, width - 2 * gap)
      y += gap / 2
    }
    pen.font = `${size}px ${font}`
    let x = gap
    let tall = size + 4
    for (const entry of entries) {
      const swatch = Math.max(18, 2 * (entry.size ?? 0))
      const wide = swatch + 6 + pen.measureText(entry.label).width + gap
      if (x > gap && x + wide > width) {
        x = gap
        y += tall + 4
        tall = size + 4
      }
      tall = Math.max(tall, entry.shape === 'point' ? 2 * (entry.size ?? 6) : 0)
      if (draw) swatchOn(pen, entry, x, y + tall / 2, swatch, theme)
      x += wide
    }
    y += tall + gap
  }
  if (credits) {
    pen.font = `${size - 2}px ${font}`
    pen.fillStyle = theme.text
    y += size
    if (draw) pen.fillText(credits, gap, y, width - 2 * gap)
    y += gap
  }
  return y - top
}

function swatchOn(pen: CanvasRenderingContext2D, { shape, color, size: own, label }: LegendEntry, x: number, y: number, wide: number, theme: MapTheme): void {
  pen.fillStyle = color
  pen.strokeStyle = theme.outline
  pen.lineWidth = 1
  pen.beginPath()
  if (shape === 'point') pen.arc(x + wide / 2, y, own ?? 6, 0, 2 * Math.PI)
  else if (shape === 'line') pen.rect(x, y - (own ?? 4) / 2, wide, own ?? 4)
  else pen.rect(x, y - size / 2, 18, size)
  pen.fill()
  if (shape !== 'line') pen.stroke()
  pen.fillStyle = theme.text
  pen.fillText(label, x + wide + 6, y + size / 3)
}
