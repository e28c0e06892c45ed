import { luminance } from './luminance.js'
import type { Theme } from './plain-theme.js'

/** Text on a colour: black or white, whichever stands out: 4.5:1 or more with one of them. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  return luminance(color) > 0.179 ? '#000000' : '#ffffff'
}

/** The colour of marks as letters beside them have it: as near to it as 4.5:1 on the page allows. */
export function inkOf(color: string, { text, ground }: Pick<Theme, 'text' | 'ground'>): string {
  const parts = Array.from({ length: 10 }, (_, at) => at / 10)
  const part = parts.find((each) => contrast(mixed(color, text, each), ground) >= 4.5)
  return part === undefined ? text : mixed(color, text, part)
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** A colour nearer to another by a part of the way. */
export function mixed(color: string, other: string, part: number): string {
  const read = (text: string) => {
    const hex = /^#([\da-f]{3})$/i.test(text) ? text.replace(/[\da-f]/gi, '$&$&') : text
    return /^#[\da-f]{6}$/i.test(hex) ? [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) : undefined
  }
  const [from, to] = [read(color), read(other)]
  if (!from || !to) return color
  return `#${from.map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * part).toString(16).padStart(2, '0')).join('')}`
}
