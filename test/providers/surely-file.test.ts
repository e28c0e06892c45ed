import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { byEnding } from '../../src/providers/by-ending.js'
import { firstKnowing } from '../../src/providers/provider-entry.js'
import { isSurelyFile } from '../../src/providers/surely-file.js'

describe('an address that is a file’s for certain', () => {
  it('ends as files of the registry do that one request brings whole, in any case', () => {
    for (const { endings = '', file = false } of byEnding) {
      for (const ending of endings.split(' ').filter(Boolean)) {
        for (const path of [`/data/budget-2024.${ending}`, `/DATA.${ending.toUpperCase()}`]) assert.equal(isSurelyFile(path), file, path)
      }
    }
    for (const path of ['/', '/csv', '/a.csv/', '/a.html', '/explore/dataset/budget/', '/a.json']) assert.equal(isSurelyFile(path), false, path)
  })

  it('is none where a service has such addresses', () => {
    const paths = [
      '/collections/communes.csv', '/fr/collections/communes/items/a.geojson', '/ogcapi/a.csv', '/wfs3/a.geojson', '/oapif/a.csv', '/ogc/features/a.csv',
      '/d/abcd-1234.csv', '/resource/abcd-1234.geojson', '/api/views/abcd-1234.csv', '/Finances/Budget/ab1d-12c4/data/a.csv', '/fr/Finances/Budget/ab1d-12c4/explore/a.csv',
    ]
    for (const path of paths) {
      assert.equal(firstKnowing(new URL(path, 'https://data.exemple.fr'), byEnding)?.likeFiles, true, path)
      assert.equal(isSurelyFile(path), false, path)
    }
  })
})
