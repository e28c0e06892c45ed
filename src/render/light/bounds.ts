/** A box that grows; empty until something is added. Places that are no numbers add nothing to their side. */
export class Bounds {
  x1 = Infinity
  y1 = Infinity
  x2 = -Infinity
  y2 = -Infinity

  static of(x1: number, y1: number, x2: number, y2: number): Bounds {
    return new Bounds().add(x1, y1).add(x2, y2)
  }

  get empty(): boolean {
    return this.x1 > this.x2 || this.y1 > this.y2
  }

  get width(): number {
    return this.empty ? 0 : this.x2 - this.x1
  }

  get height(): number {
    return this.empty ? 0 : this.y2 - this.y1
  }

  add(x: number, y: number): this {
    if (x < this.x1) this.x1 = x
    if (x > this.x2) this.x2 = x
    if (y < this.y1) this.y1 = y
    if (y > this.y2) this.y2 = y
    return this
  }

  union(other: Bounds): this {
    this.x1 = Math.min(this.x1, other.x1)
    this.y1 = Math.min(this.y1, other.y1)
    this.x2 = Math.max(this.x2, other.x2)
    this.y2 = Math.max(this.y2, other.y2)
    return this
  }

  translate(dx: number, dy: number): Bounds {
    const result = new Bounds()
    result.x1 = this.x1 + dx
    result.y1 = this.y1 + dy
    result.x2 = this.x2 + dx
    result.y2 = this.y2 + dy
    return result.#clean()
  }

  expand(by: number): this {
    this.x1 -= by
    this.y1 -= by
    this.x2 += by
    this.y2 += by
    return this
  }

  /** Moved to nowhere, a side is empty. */
  #clean(): this {
    if (Number.isNaN(this.x1 + this.x2)) [this.x1, this.x2] = [Infinity, -Infinity]
    if (Number.isNaN(this.y1 + this.y2)) [this.y1, this.y2] = [Infinity, -Infinity]
    return this
  }

  /** The box around this one turned by degrees about a point. */
  rotate(degrees: number, x: number, y: number): Bounds {
    const angle = (degrees * Math.PI) / 180
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const result = new Bounds()
    for (const px of [this.x1, this.x2]) {
      for (const py of [this.y1, this.y2]) result.add(x + cos * (px - x) - sin * (py - y), y + sin * (px - x) + cos * (py - y))
    }
    return result
  }
}
