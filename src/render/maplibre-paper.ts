import type { Map as MapLibreMap } from 'maplibre-gl'

/** What the map shows, as a canvas of its own: in the task that drew it, for WebGL keeps its pixels no longer. */
export function copyOf(map: MapLibreMap): HTMLCanvasElement {
  const source = map.getCanvas()
  const copy = document.createElement('canvas')
  copy.width = source.width
  copy.height = source.height
  copy.getContext('2d')?.drawImage(source, 0, 0)
  return copy
}

/** While the page is printed a copy stands for the map, whose own canvas is blank on paper. */
export function keepForPaper(map: MapLibreMap): void {
  let copy: HTMLCanvasElement | undefined
  const takeAway = () => copy?.remove()
  const putThere = () => {
    takeAway()
    map.redraw()
    copy = copyOf(map)
    copy.className = 'paper'
    map.getContainer().prepend(copy)
  }
  addEventListener('beforeprint', putThere)
  addEventListener('afterprint', takeAway)
  map.once('remove', () => {
    removeEventListener('beforeprint', putThere)
    removeEventListener('afterprint', takeAway)
    takeAway()
  })
}
