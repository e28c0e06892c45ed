import { DgeError } from '../data/errors.js'
import { authorChannels } from './chart-type.js'
import { loadStatistics } from './coming.js'
import { completed, levels } from './encoding.js'
import type { AuthorChannel, ChannelName, ChartType, EncodeContext, Encoding } from './chart-type.js'
import type { Term } from '../data/term.js'

/** The channels as authors write them, in the shorthand: `x="commune" y="sum(montant), sum(credits)"`. */
export type EncodingText = { readonly [name in AuthorChannel]?: string | undefined }

/**
 * The author's channels, completed by the chart type (undefined = it will be chosen by the data): one thing that is
 * measured, else the number of rows, by time or by category.
 * @throws DgeError `field` or `query` of the shorthand; `query` for several terms where one fits
 */
export async function readEncoding(text: EncodingText, type: ChartType | undefined, context: EncodeContext): Promise<Encoding> {
  const given: Partial<Record<ChannelName, readonly Term[]>> = {}
  for (const name of authorChannels) {
    const written = text[name]?.trim()
    if (!written || (name === 'facet' && type?.alone)) continue
    const terms = context.parse(written)
    const several = type ? type.channels[name]?.several : name === 'x' || name === 'y' ? 'series' : undefined
    if (terms.length > 1 && !several) {
      throw new DgeError('query', `${name}: one term is needed, “${written}” has ${terms.length}`, {
        hint: type ? `For example ${type.example}` : 'Several measures go on y: y="sum(a), sum(b)".',
      })
    }
    Object.assign(given, several === 'levels' ? levels(name, terms) : { [name]: terms })
  }
  const unsaid = !type && !given.x && !given.y && !given.theta && !given.size
  const found = unsaid && context.canAsk ? await (await loadStatistics()).encodingByStatistics(given, context) : undefined
  if (found) return found
  return type?.encode ? type.encode(given, context) : completed(given, context.schema)
}
