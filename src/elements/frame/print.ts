const mark = 'data-dge-not-printed'

/**
 * Prints the element alone: all that stands beside it and beside its ancestors is left out while the browser prints.
 * Nothing moves on screen. Works under a strict policy: the rule is a constructed style sheet.
 */
export function printAlone(element: Element): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@media print { [${mark}] { display: none !important; } }`)
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
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  const restore = () => {
    for (const sibling of marked) sibling.removeAttribute(mark)
    for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet)
  }
  addEventListener('afterprint', restore, { once: true })
  print()
}
