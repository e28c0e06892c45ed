import { startFaultServer } from './fault-server.js'
import type { FaultServer, Reply } from './fault-server.js'

export interface Observation {
  readonly dimensions: Readonly<Record<string, string>>
  readonly measures: Readonly<Record<string, { readonly value?: number }>>
  readonly attributes?: Readonly<Record<string, string>>
}

export interface MelodiOptions {
  /** Hears none of the dimensions. */
  readonly deaf?: boolean
  /** Observations per answer at most. */
  readonly most?: number
  /** Gives the first page whatever page is asked for. */
  readonly stuck?: boolean
  /** The catalogue's entry. */
  readonly entry?: Reply
}

export const melodiPath = '/melodi/data/DS_ESSAI'

/**
 * Plays Melodi from what is publicly written of it (never compared with one on the wire): values of dimensions as
 * repeated parameters, a short GEO for every year's, `maxResult`, `page`, a count on request, no word about the end.
 */
export async function startMelodi(observations: readonly Observation[], { deaf = false, most = 100_000, stuck = false, entry }: MelodiOptions = {}): Promise<FaultServer> {
  const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })
  const dimensions = new Set(observations.flatMap((one) => Object.keys(one.dimensions)))
  return startFaultServer({
    '/melodi/catalog/DS_ESSAI': entry ?? json({
      identifier: 'DS_ESSAI', title: [{ lang: 'en', content: 'Trial' }, { lang: 'fr', content: 'Essai' }], abstract: [{ lang: 'fr', content: 'Un essai' }], modified: '2025-11-28T11:56:10',
      publisher: { id: 'INSEE', label: [{ lang: 'fr', content: 'Insee' }] }, relations: [{ url: [{ lang: 'fr', content: 'https://www.insee.fr/fr/statistiques/1' }] }],
      product: [{ format: 'CSV', accessURL: 'https://api.insee.fr/melodi/file/DS_ESSAI/DS_ESSAI_CSV_FR', packageFormat: 'application/zip' }],
    }),
    [melodiPath]: (_request, url) => {
      const own = ['maxResult', 'page', 'totalCount']
      const asked = [...url.searchParams].filter(([name]) => !own.includes(name))
      const strange = asked.find(([name]) => !dimensions.has(name))
      if (strange) return { status: 400, type: 'text/plain', body: `Dimension inconnue : ${strange[0]}` }
      const kept = deaf ? observations : observations.filter((one) => asked.every(([name]) => asked.some(([other, value]) => other === name && matches(one.dimensions[name] ?? '', name, value))))
      const size = Math.min(Number(url.searchParams.get('maxResult') ?? 20), most)
      const start = stuck ? 0 : (Number(url.searchParams.get('page') ?? 1) - 1) * size
      return json({
        identifier: 'DS_ESSAI', title: { fr: 'Essai', en: 'Trial' },
        observations: kept.slice(start, start + size),
        paging: { first: `http://intern${melodiPath}`, ...(url.searchParams.get('totalCount') === 'TRUE' ? { count: kept.length } : {}) },
      })
    },
  })
}

function matches(value: string, name: string, wanted: string): boolean {
  return value === wanted || (name === 'GEO' && value.replace(/^\d{4}-/, '') === wanted)
}
