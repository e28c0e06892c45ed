import type { Dataset, Handover } from '../data/dataset.js'

/** The dataset under the words of the pages that led to it, one after the other. */
export function presented(dataset: Dataset, handovers: readonly Handover[]): Dataset {
  return handovers.reduceRight(under, dataset)
}

function under(dataset: Dataset, { metadata, downloads = [] }: Handover): Dataset {
  const urls = new Set(downloads.map(({ url }) => url))
  return {
    schema: dataset.schema,
    ...(dataset.total === undefined ? {} : { total: dataset.total }),
    ...(dataset.geometryType === undefined ? {} : { geometryType: dataset.geometryType }),
    ...(dataset.atHand === undefined ? {} : { atHand: dataset.atHand }),
    get capabilities() {
      return dataset.capabilities
    },
    execute: (query, options) => dataset.execute(query, options),
    metadata: { ...dataset.metadata, ...metadata },
    downloads: [...downloads, ...dataset.downloads.filter(({ url }) => !urls.has(url))],
  }
}
