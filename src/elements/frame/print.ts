import { css } from '../css.js'
import { addStyles, removeStyles } from '../adopt-styles.js'

const mark = 'data-dge-not-printed'
const alone = css`
  @media print {
    [data-dge-not-printed] {
      display: none !important;
    }
  }
`

/**
 * Prints the element alone: all that stands beside it and beside its ancestors is left out while the browser prints.
 * Nothing moves on screen. Works under a strict policy: the rule is a style sheet of script's making.
 */
export function printAlone(element: Element): void {
  const marked: Element[] = []
  const roots = new Set<Document | ShadowRoot>()
  for (let node: Element = element; node !== document.documentElement && node !== document.body; ) {
    const parent = node.parentNode
    for (const sibling of parent?.children ?? []) {
      if (sibling === node || sibling.hasAttribute(mark)) continue
      sibling.setAttribute(mark, '')
      marked.push(sibling)
    }
    const root = node.getRootNode()
    if (root instanceof Document || root instanceof ShadowRoot) roots.add(root)
    if (parent instanceof Element) node = parent
    else if (parent instanceof ShadowRoot) node = parent.host
    else break
  }
  for (const root of roots) addStyles(root, alone)
  const restore = () => {
    for (const sibling of marked) sibling.removeAttribute(mark)
    for (const root of roots) removeStyles(root, alone)
  }
  addEventListener('afterprint', restore, { once: true })
  print()
}
