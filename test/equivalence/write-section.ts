import { readFile, writeFile } from 'node:fs/promises'

/** Replaces what stands between the markers of a section of BENCHMARKS.md. @throws where it has none */
export async function writeSection(name: string, content: string): Promise<void> {
  const file = new URL('../../BENCHMARKS.md', import.meta.url)
  const before = await readFile(file, 'utf8')
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  if (!before.includes(start) || !before.includes(end)) throw new Error(`BENCHMARKS.md has no place for ${name}`)
  await writeFile(file, before.replace(new RegExp(`${start}[\\s\\S]*?${end}`), () => `${start}\n${content}\n${end}`))
}
