import { DgeError } from '../../data/errors.js'
import { menuWordsOf } from '../../locale/menu-words.js'
import { today } from '../frame/take-away.js'
import { readChartTheme } from './chart-theme.js'
import type { ChartDisplay } from './chart-display.js'

/** What stands around the chart when it leaves the page. */
export interface PictureText {
  readonly title: string
  readonly credits: string
  readonly font: string
  readonly color: string
  readonly ground: string
}

/** The chart of a page as it leaves it: with title, source and the day. @throws DgeError `internal` before it is drawn */
export async function takenSVG({ host, renderer, inside }: ChartDisplay): Promise<string> {
  if (!renderer) throw new DgeError('internal', 'The chart is not drawn: there is no picture to take')
  const { title, attribution } = await inside.titled()
  const { locale } = host
  const { color, fontFamily } = getComputedStyle(host)
  const credits = [attribution, menuWordsOf(locale).accessed(today(locale))].filter(Boolean).join(' – ')
  return chartSVG(renderer.drawing, { title, credits, font: fontFamily, color, ground: readChartTheme(host).dark ? '#16181b' : '#ffffff' })
}

const margin = 12
const titleSize = 18
const creditSize = 12

/** The drawing with title and source as a stand-alone SVG document: text stays text. */
export function chartSVG(drawing: SVGSVGElement, text: PictureText): string {
  const width = Number(drawing.getAttribute('width'))
  const height = Number(drawing.getAttribute('height'))
  const titles = wrap(text.title, (width - 2 * margin) / (titleSize * 0.55))
  const lines = wrap(text.credits, (width - 2 * margin) / (creditSize * 0.55))
  const head = titles.length > 0 ? titles.length * titleSize * 1.3 + 2 * margin : margin
  const total = Math.ceil(head + height + lines.length * creditSize * 1.4 + margin)
  const namespace = 'http://www.w3.org/2000/svg'
  const root = document.implementation.createDocument(namespace, 'svg')
  const svg = root.documentElement
  const set = (element: Element, attributes: Readonly<Record<string, string | number>>) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  }
  set(svg, { width: Math.ceil(width), height: total, viewBox: `0 0 ${Math.ceil(width)} ${total}`, 'font-family': withGeneric(text.font) })
  const ground = root.createElementNS(namespace, 'rect')
  set(ground, { width: '100%', height: '100%', fill: text.ground })
  svg.append(ground)
  const write = (content: string, y: number, size: number, weight: string) => {
    const element = root.createElementNS(namespace, 'text')
    set(element, { x: margin, y, fill: text.color, 'font-size': size, 'font-weight': weight })
    element.textContent = content
    svg.append(element)
  }
  titles.forEach((line, index) => write(line, margin + titleSize + index * titleSize * 1.3, titleSize, 'bold'))
  const chart = root.importNode(drawing, true)
  if (isWebFont(text.font)) keepWidths(drawing, chart)
  set(chart, { x: 0, y: head })
  chart.removeAttribute('style')
  for (const label of chart.querySelectorAll('text[stroke]')) label.setAttribute('paint-order', 'stroke')
  svg.append(chart)
  lines.forEach((line, index) => write(line, head + height + (index + 1) * creditSize * 1.4, creditSize, 'normal'))
  return new XMLSerializer().serializeToString(root)
}

/** A list of fonts that ends in one that every system has. */
function withGeneric(font: string): string {
  return /\b(sans-serif|serif|monospace|system-ui|cursive|fantasy)\s*$/.test(font) ? font : `${font}, sans-serif`
}

/** True when the first font of the list is one that the page loads: whoever opens the file may not have it. */
function isWebFont(font: string): boolean {
  const first = font.split(',', 1)[0]?.replace(/["']/g, '').trim().toLowerCase()
  return [...document.fonts].some(({ family, status }) => status === 'loaded' && family.replace(/["']/g, '').toLowerCase() === first)
}

/** Writes into each text how wide it is here, so that another font leaves the layout as it is. */
function keepWidths(drawing: SVGSVGElement, copy: Element): void {
  const texts = drawing.querySelectorAll('text')
  copy.querySelectorAll('text').forEach((text, index) => {
    const width = texts[index]?.getComputedTextLength() ?? 0
    if (width > 0 && !text.querySelector('tspan')) text.setAttribute('textLength', width.toFixed(1))
  })
}

/** Words in lines of about so many characters. */
function wrap(text: string, length: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && line.length + word.length + 1 > length) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return line.trim() ? [...lines, line] : lines
}

/** The SVG document as a picture of pixels, `scale` times as large. @throws Error when the browser cannot draw it */
export async function chartPNG(svg: string, scale: number): Promise<Blob> {
  const image = new Image()
  // A data address: a strict policy allows `img-src data:`, and the canvas stays readable.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('No canvas to draw the picture on')
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be written'))), 'image/png')
  )
}
