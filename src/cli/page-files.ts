import { parse } from 'parse5'
import type { DefaultTreeAdapterMap } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
export type PageElement = DefaultTreeAdapterMap['element']

/** An HTML page as a list of its elements, in order, with their places in the text; `<template>` and `<noscript>` are not what a reader gets. */
export function elementsOf(html: string): PageElement[] {
  const found: PageElement[] = []
  const visit = (node: Node) => {
    if ('tagName' in node) {
      if (node.tagName === 'template' || node.tagName === 'noscript') return
      found.push(node)
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parse(html, { sourceCodeLocationInfo: true }))
  return found
}

/** The attribute's text; undefined when absent. */
export function attribute({ attrs }: PageElement, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value
}

/** What addresses in the page are relative to. */
export function baseOf(elements: readonly PageElement[], page: URL): URL {
  const own = elements.find(({ tagName }) => tagName === 'base')
  return new URL((own && attribute(own, 'href')) || '.', page)
}

export type FileKind = 'page' | 'script' | 'style' | 'image' | 'font' | 'data' | 'other'

/** What an element makes the browser fetch at once; undefined when nothing (a link, a lazy picture). */
export function fileOf(element: PageElement): { readonly address: string; readonly kind: FileKind } | undefined {
  const address = attribute(element, element.tagName === 'link' ? 'href' : 'src')?.trim()
  if (!address || /^(data|blob|javascript|about):/i.test(address)) return undefined
  if (element.tagName === 'script') return { address, kind: 'script' }
  if (element.tagName === 'img') return attribute(element, 'loading') === 'lazy' ? undefined : { address, kind: 'image' }
  if (element.tagName === 'iframe') return { address, kind: 'other' }
  if (element.tagName !== 'link') return undefined
  const rel = attribute(element, 'rel')?.toLowerCase().split(/\s+/) ?? []
  if (rel.includes('stylesheet')) return { address, kind: 'style' }
  if (rel.includes('modulepreload')) return { address, kind: 'script' }
  if (rel.includes('icon')) return { address, kind: 'image' }
  if (rel.includes('preload')) return { address, kind: kinds[attribute(element, 'as') ?? ''] ?? 'other' }
  return undefined
}

const kinds: Readonly<Record<string, FileKind>> = { script: 'script', style: 'style', image: 'image', font: 'font', fetch: 'data' }

/** The files that a file of this kind fetches in its turn, before it is of use: imports of modules, `url()` of style sheets. */
export function innerFiles(kind: FileKind, text: string): { readonly address: string; readonly kind: FileKind }[] {
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, address = '']) => address).filter((address) => !/^(data:|#|$)/.test(address))
  if (kind === 'script') {
    const imports = found(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^"'();]*?from\s*)?["'](\.[^"']+)["']/g)
    return imports.map((address) => ({ address, kind }))
  }
  if (kind !== 'style') return []
  const sheets = found(/@import\s+(?:url\()?["']?([^"')\s;]+)/g)
  const others = found(/url\(\s*["']?([^"')]+)/g).filter((address) => !sheets.includes(address))
  return [
    ...sheets.map((address) => ({ address, kind })),
    // A browser takes one format of a font: the first one named.
    ...others.filter((address) => /\.woff2(\?|$)/.test(address) || !/\.(woff|ttf|otf|eot|svg)(\?|#|$)/.test(address)).map((address) => ({ address, kind: /\.woff2/.test(address) ? ('font' as const) : ('image' as const) })),
  ]
}
