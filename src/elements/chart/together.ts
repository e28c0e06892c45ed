let turn: Promise<void> | undefined

/**
 * Resolves once every chart that is about to draw has come this far: they then read their places one after the other, and draw after
 * that. Drawing in between would have the browser lay out the page anew for each.
 */
export function together(): Promise<void> {
  turn ??= new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      turn = undefined
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
  return turn
}
