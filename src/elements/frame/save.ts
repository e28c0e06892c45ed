/** Offers a file to the browser's download; named after the display. */
export async function save(run: () => Promise<Blob>, title: string, extension: string): Promise<void> {
  const url = URL.createObjectURL(await run())
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName(title)}.${extension}`
  link.click()
  // The browser reads the blob after the click; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Letters, digits and hyphens only: "Budget 2022 (€)" → "budget-2022". */
export function fileName(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'donnees'
}
