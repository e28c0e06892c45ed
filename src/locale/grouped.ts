/** Digits in groups of three. `Intl` says the same, after a look through all languages that it knows: up to 0.1 s when it is first asked. */
export function grouped(digits: number | string, sign: string): string {
  return String(digits).replace(/\B(?=(\d{3})+$)/g, sign)
}
