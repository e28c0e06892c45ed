import { DgeError } from '../../data/errors.js'
import { loadRuntime } from '../../data/source.js'
import { queryOf } from '../../displays/query-context.js'
import { noAnswer } from '../../locale/early.js'
import { termsOf } from '../../maps/index.js'
import { DgeErrorEvent } from '../events.js'
import { encodingOf, measured } from '../../maps/layer-data.js'
import type { Locale } from '../../locale/index.js'
import type { TroubleWords } from '../../locale/trouble-words.js'
import type { DgeLayer } from '../dge-layer.js'
import type { LayerData } from '../../maps/layer-data.js'

/** The layers that came, in order, and what is told of those that did not. */
export interface LoadedLayers {
  readonly layers: readonly LayerData[]
  readonly notes: readonly string[]
  /** The first layer's error. */
  readonly failure: DgeError | undefined
}

/** Loads all layers; one that fails says so by `dge-error` and doesn't keep the others. @throws the abort */
export async function loadLayers(elements: readonly DgeLayer[], signal: AbortSignal, locale: Locale): Promise<LoadedLayers> {
  const answers = await Promise.allSettled(elements.map((element) => loadLayer(element, signal, locale)))
  const said = answers.some(({ status }) => status === 'rejected') ? await loadTroubleWords(locale) : undefined
  signal.throwIfAborted()
  const layers: LayerData[] = []
  const notes: string[] = []
  let failure: DgeError | undefined
  answers.forEach((answer, index) => {
    if (answer.status === 'fulfilled') {
      if (answer.value) layers.push(answer.value)
      return
    }
    const error = DgeError.from(answer.reason)
    const element = elements[index]
    failure ??= error
    notes.push(`${element?.heading?.trim() || locale.messages.source} – ${said?.errors[error.kind].sentence ?? noAnswer}`)
    element?.dispatchEvent(new DgeErrorEvent({ kind: error.kind, message: error.message, cause: error.cause }))
  })
  return { layers, notes, failure }
}

/** What is said of layers that do not come; undefined when that does not come either. */
async function loadTroubleWords(locale: Locale): Promise<TroubleWords | undefined> {
  const words = await import('../../locale/trouble-words.js').catch(() => undefined)
  return words?.troubleWordsOf(locale)
}

/** Undefined for a layer without data. */
async function loadLayer(element: DgeLayer, signal: AbortSignal, locale: Locale): Promise<LayerData | undefined> {
  const source = element.sourceInUse
  if (!source) return undefined
  const [runtime, dataset] = await Promise.all([loadRuntime(), source.dataset({ signal })])
  const encoding = encodingOf(element, dataset.schema, runtime)
  const query = queryOf(termsOf(encoding), { runtime, schema: dataset.schema, locale }, element)
  const answer = await source.query(query, { signal })
  return { table: measured(answer, encoding, element.unit), encoding, attributes: element, metadata: dataset.metadata }
}
