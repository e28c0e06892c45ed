/** Resolves CSS colours, `light-dark()` and `var()` included, to `#rrggbb`. */
export class ColorReader {
  readonly #probe = document.createElement('span')
  readonly #pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

  constructor(host: HTMLElement) {
    this.#probe.hidden = true
    // In forced colours every `color` would read as the system's.
    this.#probe.style.setProperty('forced-color-adjust', 'none')
    ;(host.shadowRoot ?? host).append(this.#probe)
  }

  /** Undefined for a transparent colour. */
  read(color: string): string | undefined {
    this.#probe.style.color = ''
    this.#probe.style.color = color
    const pen = this.#pen
    if (!pen) return undefined
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = getComputedStyle(this.#probe).color
    pen.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data
    if (alpha < 128) return undefined
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  }

  /** The colour of words: the page's, in forced colours the reader's own, whatever the page's is. */
  ink(): string | undefined {
    return this.read(isForced() ? 'CanvasText' : 'currentColor')
  }

  /** The colours of the properties `prefix1`, `prefix2`… up to the first that is not set. */
  list(prefix: string): string[] {
    const colors: string[] = []
    for (let rank = 1; rank <= 9; rank++) {
      const color = this.read(`var(${prefix}${rank}, transparent)`)
      if (!color) break
      colors.push(color)
    }
    return colors
  }

  close(): void {
    this.#probe.remove()
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
