import type { Download, Metadata } from '../data/dataset.js'

/** What a file says of itself beside its rows. */
export interface FileRemarks {
  /** Lines above the table, or a name inside the file. */
  readonly titles?: readonly string[]
  /** Lines below the table: sources, field of the survey. */
  readonly footnotes?: readonly string[]
  readonly notes?: readonly string[]
}

/** Metadata of a bare file: titles and footnotes in it, else its name; the date of its last change from the answer. */
export function fileMetadata(src: string, response: Response, remarks: FileRemarks = {}): Metadata {
  const { titles = [], footnotes = [], notes = [] } = remarks
  const title = titles[0] ?? titleOf(src)
  const description = [...titles.slice(1), ...footnotes].join('\n')
  const modified = new Date(response.headers.get('last-modified') ?? NaN)
  return {
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(Number.isNaN(modified.getTime()) ? {} : { modified: modified.toISOString() }),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

/** The file itself, with the extension of its address or else of its format. */
export function fileDownload(src: string, format: string): Download {
  const extension = /\.([a-z0-9]{2,8})$/i.exec(new URL(src).pathname)?.[1]?.toLowerCase()
  return { url: src, format: extension && extension !== 'txt' ? extension : format }
}

/** "population_departements.csv" → "population departements"; of a file in an archive its own name ("data.zip#communes.csv"). */
function titleOf(src: string): string {
  const { pathname, hash } = new URL(src)
  const inner = /\.(zip|kmz|gz)$/i.test(pathname) ? hash.slice(1) : ''
  const file = (inner || pathname).split('/').filter(Boolean).at(-1) ?? ''
  let name = file
  try {
    name = decodeURIComponent(file)
  } catch {
    // A lone % sign: the name as written will do.
  }
  return name.replace(/\.[a-z0-9]{2,8}$/i, '').replace(/[_\s]+/g, ' ').trim()
}
