import { readBytes } from './http-body.js'
import type { ReadOptions } from './http-body.js'

/** The body as text in the encoding that its content type names (UTF-8 when it names none). Errors as `readBytes`. */
export async function readText(response: Response, options: ReadOptions = {}): Promise<string> {
  const bytes = await readBytes(response, options)
  const label = /charset=["']?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  return decoder(label).decode(bytes)
}

/** The beginning of a text on one line, for messages. */
export function excerpt(text: string, length = 120): string {
  const line = text.slice(0, length * 2).replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length)}…` : line
}

function decoder(label: string | undefined): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}
