import { DgeError } from './errors.js'
import { isNameEnd } from './lexer.js'
import { closest } from './closest.js'
import { foldText } from './text.js'
import type { Field, Schema } from './schema.js'

/** The field that an author means: by name, by title, then by either whatever case and accents, when only one fits. */
export function findField(written: string, schema: Schema): Field | undefined {
  const name = written.trim()
  const folded = likeText(name)
  return (
    schema.find((field) => field.name === name) ??
    only(schema.filter((field) => field.title === name)) ??
    only(schema.filter((field) => likeText(field.name) === folded || (field.title !== undefined && likeText(field.title) === folded)))
  )
}

/** Names that read the same are the same: editors of pages put in no-break spaces and curly apostrophes. */
function likeText(name: string): string {
  return foldText(name.replace(/\s/g, ' ').replace(/’/g, "'"))
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
 * percent signs need no quotes. In whatever case and accents, where only one field is so called.
 */
export function fieldAt(source: string, start: number, schema: Schema): { readonly field: Field; readonly end: number } | undefined {
  const longest = (same: (name: string, written: string) => boolean) => {
    let best: { readonly fields: Set<Field>; readonly end: number } = { fields: new Set(), end: start }
    for (const field of schema) {
      for (const text of [field.name, field.title]) {
        const end = start + (text?.length ?? 0)
        if (!text || end < best.end || !isNameEnd(source, end) || !same(text, source.slice(start, end))) continue
        if (end > best.end) best = { fields: new Set(), end }
        best.fields.add(field)
      }
    }
    return best
  }
  const exact = longest((name, written) => name === written)
  const folded = longest((name, written) => likeText(name) === likeText(written))
  const { fields, end } = folded.end > exact.end && folded.fields.size === 1 ? folded : exact
  const [field] = fields
  return field && { field, end }
}
