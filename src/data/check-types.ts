import { closest } from './closest.js'
import { DgeError } from './errors.js'
import type { FieldType } from './schema.js'

/** @throws DgeError `field` for a type given to a column that the file does not have */
export function checkTypes(types: Readonly<Record<string, FieldType>> | undefined, names: readonly string[]): void {
  for (const name of Object.keys(types ?? {})) {
    if (names.includes(name)) continue
    const near = closest(name, names)
    throw new DgeError('field', `types names “${name}”, which the data does not have`, {
      hint: near ? `Did you mean “${near}”?` : `Its columns: ${names.slice(0, 20).join(', ')}.`,
    })
  }
}
