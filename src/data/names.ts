import { DgeError } from './errors.js'
import { isNameEnd } from './lexer.js'
import { closest } from './closest.js'
import { foldText } from './text.js'
import type { Field, Schema } from './schema.js'

/** The field that an author means: by name, by title, then by either whatever case and accents, when only one fits. */
export function findField(written: string, schema: Schema): Field | undefined {
  const name = written.trim()
  const folded = foldText(name)
  return (
    schema.find((field) => field.name === name) ??
    only(schema.filter((field) => field.title === name)) ??
    only(schema.filter((field) => foldText(field.name) === folded || (field.title !== undefined && foldText(field.title) === folded)))
  )
}

function only(fields: readonly Field[]): Field | undefined {
  return fields.length === 1 ? fields[0] : undefined
}

/** The error for a name that is nobody's, with the one that was probably meant. */
export function unknownField(written: string, schema: Schema): DgeError {
  const near = closest(written, schema.flatMap(({ name, title }) => (title === undefined ? [name] : [name, title])))
  return new DgeError('field', `No field "${written}"${near ? `; did you mean "${near}"?` : ''}`, {
    hint: `Fields: ${schema.map(({ name }) => name).join(', ')}`,
  })
}

/**
 * The longest field name or title that stands in `source` at `start` as whole words: names with spaces, dashes or
 * percent signs need no quotes.
 */
export function fieldAt(source: string, start: number, schema: Schema): { readonly field: Field; readonly end: number } | undefined {
  let best: { readonly field: Field; readonly end: number } | undefined
  for (const field of schema) {
    for (const text of [field.name, field.title]) {
      if (!text || !source.startsWith(text, start)) continue
      const end = start + text.length
      if (isNameEnd(source, end) && end > (best?.end ?? start)) best = { field, end }
    }
  }
  return best
}
