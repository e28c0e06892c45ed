import { tellAuthor } from '../displays/tell-author.js'

const displays = 'dge-chart,dge-map,dge-table,dge-figure'
/** What nobody writes into a tag to be shown until it is drawn: other displays, and what a part of a page begins with or is. */
const others = `${displays},h1,h2,h3,h4,h5,h6,main,section,article,aside,nav,header,footer,form`

/** What stands in the tag but belongs to its display. */
function heldBy(element: Element): readonly ChildNode[] {
  return [...element.childNodes].filter((node) => !(node instanceof Element && node.matches('.dge-prerendered, script, dge-layer')))
}

/** Whether a display holds what comes after it in the page: HTML takes no `/>` for the end of a tag. */
function isUnclosed(element: Element): boolean {
  return heldBy(element).some((node) => node instanceof Element && (node.matches(others) || node.querySelector(others) !== null))
}

/** Puts what a display without an end holds after it, where its author sees it: in it, it would be hidden by the drawing. Those that it holds are looked at first, so that all keep their order. */
export function letOut(element: Element): void {
  for (const each of [element, ...element.querySelectorAll(displays)].reverse()) {
    if (!isUnclosed(each)) continue
    each.after(...heldBy(each))
    tellAuthor(each.localName, [`has no end, and held what comes after it: HTML does not know <${each.localName} … />, write <${each.localName} …></${each.localName}>`])
  }
}
