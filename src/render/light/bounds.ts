/** A box that grows; empty until something is added. */
export class Bounds {
  x1 = Infinity
  y1 = Infinity
  x2 = -Infinity
  y2 = -Infinity

  static of(x1: number, y1: number, x2: number, y2: number): Bounds {
    return new Bounds().add(x1, y1).add(x2, y2)
  }

  get empty(): boolean {
    return this.x1 > this.x2
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
    return other.empty ? this : this.add(other.x1, other.y1).add(other.x2, other.y2)
  }

  translate(dx: number, dy: number): Bounds {
    return this.empty ? new Bounds() : Bounds.of(this.x1 + dx, this.y1 + dy, this.x2 + dx, this.y2 + dy)
  }

  expand(by: number): this {
    return this.empty ? this : this.add(this.x1 - by, this.y1 - by).add(this.x2 + by, this.y2 + by)
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
