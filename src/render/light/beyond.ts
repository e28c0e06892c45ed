/** What draws all that is not plain (`needs.ts`): one chunk. */
export { makeDrawing } from './drawing.js'
