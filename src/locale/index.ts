// The core imports `locale.js` itself: the formats are for lazy chunks.
export { formatDate, formatNumber, formatValue } from './format.js'
export { capital, titleOf } from './field-title.js'
export type { FormatOptions } from './format.js'
export { french } from './french.js'
export { languages, loadLocale } from './locale.js'
export { numberSigns, shortWord } from './plain-number.js'
export type { Language, Locale } from './locale.js'
export type { ErrorWords, Messages } from './messages.js'
