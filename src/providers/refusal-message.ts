import { isObject } from '../data/json-rows.js'
import { excerpt } from './read-text.js'

/** What a refusal in JSON says in its `message`, after a colon; of other text an excerpt; nothing of a web page. */
export function refusalMessage(text: string): string {
  if (/^\s*</.test(text)) return ''
  try {
    const said: unknown = JSON.parse(text)
    return isObject(said) && typeof said['message'] === 'string' ? `: ${excerpt(said['message'], 300)}` : ''
  } catch {
    return text.trim() && `: ${excerpt(text)}`
  }
}
