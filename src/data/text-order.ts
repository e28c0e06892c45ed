import { DgeError } from './errors.js'

/** Says why the least, the greatest or the first of a field of text is not that of the numbers that it says. */
export function textOrder(name: string): DgeError {
  return new DgeError('query', `${name} is of text, letter by letter: "10" is less than "9"`, { hint: 'When the values are numbers after all, say so: types="field:number"' })
}
