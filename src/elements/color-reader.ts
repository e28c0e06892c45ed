/** Resolves CSS colours, `light-dark()` and `var()` included, to `#rrggbb`. */
export class ColorReader {
  readonly #host: HTMLElement
  #probe: HTMLElement | undefined
  #pen: CanvasRenderingContext2D | null | undefined

  constructor(host: HTMLElement) {
    this.#host = host
  }

  /** Undefined for a transparent colour. */
  read(color: string): string | undefined {
    const probe = (this.#probe ??= this.#probed())
    probe.style.color = ''
    probe.style.color = color
    return this.#seen(probe)
  }

  #probed(): HTMLElement {
    const probe = document.createElement('span')
    probe.hidden = true
    // In forced colours every `color` would read as the system's.
    probe.style.setProperty('forced-color-adjust', 'none')
    ;(this.#host.shadowRoot ?? this.#host).append(probe)
    return probe
  }

  #seen(element: HTMLElement): string | undefined {
    const { color } = getComputedStyle(element)
    // Most colours are told so; others are painted, which costs a canvas.
    const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color)?.slice(1) ?? this.#painted(color)
    return parts && `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
  }

  /** Red, green and blue, 0–255. */
  #painted(color: string): readonly number[] | undefined {
    const pen = (this.#pen ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }))
    if (!pen) return undefined
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = color
    pen.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data
    return alpha < 128 ? undefined : [red, green, blue]
  }

  /** The colour of a property; undefined where it is not set. */
  of(property: string): string | undefined {
    return getComputedStyle(this.#host).getPropertyValue(property) ? this.read(`var(${property})`) : undefined
  }

  /** The colour of words: the page's, in forced colours the reader's own, whatever the page's is. */
  ink(): string | undefined {
    return isForced() ? this.read('CanvasText') : this.#seen(this.#host)
  }

  /** The colours of the properties `prefix1`, `prefix2`… up to the first that is not set. */
  list(prefix: string): string[] {
    const colors: string[] = []
    for (let rank = 1; rank <= 9; rank++) {
      const color = this.of(`${prefix}${rank}`)
      if (!color) break
      colors.push(color)
    }
    return colors
  }

  close(): void {
    this.#probe?.remove()
    this.#probe = undefined
  }
}

/** Whether the reader's own few colours replace the page's. */
export function isForced(): boolean {
  return matchMedia('(forced-colors: active)').matches
}

/** Relative luminance of `#rrggbb`, 0–1. */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
