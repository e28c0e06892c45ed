export { channelText } from './channel-text.js'
export { chartName } from './chart-name.js'
export { isPlain } from './ahead.js'
export { loadDescribe, loadEncoding } from './coming.js'
export { plainBar } from './plain-bar.js'
export { readEncoding, termsOf } from './read-encoding.js'
export { darkTheme, lightTheme } from './plain-theme.js'
export { makePicture } from './picture.js'
export { rolesOf } from './roles.js'
export { chartTypeOf } from './registry.js'
export { isTouched, touchesOf, untouched } from './untouched.js'
export { loadWords, wordsOf } from './words.js'
export { authorChannels, isLight } from './chart-type.js'
import type { Locale } from '../locale/index.js'

export type { AuthorChannel, Channel, ChannelName, ChartSpec, ChartType, EncodeContext, Encoding, Look, Picture, PictureRow, Stacking } from './chart-type.js'
export type { Description } from './describe.js'
export type { EncodingText } from './read-encoding.js'
export type { Suggestion } from './suggest.js'
export type { Window } from './window.js'
export type { Theme } from './plain-theme.js'
export type { Touches, TouchText } from './touches.js'

/** Code that compares what the author names with what is drawn: needed only where something is named, after the drawing. */
export const loadTouchHints = () => import('./touch-hints.js')

/** Why a chart is what it is: said where the author named no type. */
export const loadWhy = async (locale: Locale) => (await import('./why-words.js')).whyWordsOf(locale)
