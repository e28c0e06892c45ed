import assert from 'node:assert/strict'
import { it } from 'node:test'
import { keptHeights, keptTableHeight, pageSizeOf } from '../../src/displays/kept-height.js'

it('a table that says nothing keeps the height that is reckoned with before it is one', () => {
  assert.equal(keptHeights['dge-table'], keptTableHeight(pageSizeOf(undefined)))
})
