/** Its package names no types in `exports`: what is used of it. @see https://www.chart2music.com/docs/ */
declare module 'chart2music' {
  interface Axis {
    readonly label?: string
    readonly format?: (value: number) => string
  }
  interface Sonified {
    readonly type: 'line' | 'bar' | 'pie' | 'scatter'
    readonly element: HTMLElement
    readonly cc?: HTMLElement
    readonly lang?: string
    readonly title?: string
    readonly axes?: { readonly x?: Axis; readonly y?: Axis }
    readonly data: readonly object[] | Readonly<Record<string, readonly object[]>>
    readonly options?: { readonly enableSound?: boolean }
  }
  export function c2mChart(input: Sonified): { readonly err: string | null; readonly data?: { cleanUp(): void } }
}
