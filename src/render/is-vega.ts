/** Whether the specification is Vega's own language: it is drawn as it is. `$schema` says so. */
export function isVega(spec: object): boolean {
  return '$schema' in spec && typeof spec.$schema === 'string' && /\/schema\/vega\//.test(spec.$schema)
}
