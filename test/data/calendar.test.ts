import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instantOf, parseIsoDate, timePart, wallClockOf } from '../../src/data/calendar.js'

const at = (text: string) => Date.parse(text)

describe('calendar', () => {
  it('cuts numbers out of dates', () => {
    const date = at('2024-12-30T17:05:00Z')
    const parts = (['year', 'quarter', 'month', 'week', 'day', 'date', 'hour'] as const).map((unit) => timePart(unit, date))
    assert.deepEqual(parts, [2024, 4, 12, 1, 1, 30, 17])
  })

  it('ISO weeks at the turn of years', () => {
    // 2021-01-03 is the Sunday of week 53 of 2020; 2020-12-28 its Monday; 2016-01-01 is in week 53 of 2015.
    assert.equal(timePart('week', at('2021-01-03T00:00:00Z')), 53)
    assert.equal(timePart('week', at('2021-01-04T00:00:00Z')), 1)
    assert.equal(timePart('week', at('2016-01-01T00:00:00Z')), 53)
    assert.equal(timePart('day', at('2021-01-03T00:00:00Z')), 7)
    assert.equal(timePart('yearweek', at('2021-01-03T12:00:00Z')), at('2020-12-28T00:00:00Z'))
  })

  it('truncates, before 1970 and before 100 too', () => {
    assert.equal(timePart('yearmonth', at('1899-06-15T00:00:00Z')), at('1899-06-01T00:00:00Z'))
    assert.equal(timePart('yearquarter', at('2024-06-15T00:00:00Z')), at('2024-04-01T00:00:00Z'))
    assert.equal(timePart('yearmonthdate', at('1969-12-31T23:00:00Z')), at('1969-12-31T00:00:00Z'))
    assert.equal(timePart('yearmonth', at('0050-03-09T00:00:00Z')), at('0050-03-01T00:00:00Z'))
  })

  it('instants on French clocks, through the changes of 31 March and 27 October 2024', () => {
    assert.equal(wallClockOf(at('2024-01-01T00:00:00Z')), at('2024-01-01T01:00:00Z'))
    assert.equal(wallClockOf(at('2024-03-31T00:59:59Z')), at('2024-03-31T01:59:59Z'))
    assert.equal(wallClockOf(at('2024-03-31T01:00:00Z')), at('2024-03-31T03:00:00Z'))
    assert.equal(wallClockOf(at('2024-10-27T00:59:00Z')), at('2024-10-27T02:59:00Z'))
    assert.equal(wallClockOf(at('2024-10-27T01:00:00Z')), at('2024-10-27T02:00:00Z'))
    assert.equal(instantOf(at('2024-07-14T12:00:00Z')), at('2024-07-14T10:00:00Z'))
    assert.equal(instantOf(at('2024-12-25T12:00:00Z')), at('2024-12-25T11:00:00Z'))
  })

  it('reads ISO text: an offset keeps the clock as written, Z is shown in French time', () => {
    assert.equal(parseIsoDate('2024-01-31'), at('2024-01-31T00:00:00Z'))
    assert.equal(parseIsoDate('2024-01-01T00:00:00+01:00'), at('2024-01-01T00:00:00Z'))
    assert.equal(parseIsoDate('2023-12-31T23:00:00Z'), at('2024-01-01T00:00:00Z'))
    assert.equal(parseIsoDate('2024-01-31 10:30'), at('2024-01-31T10:30:00Z'))
    assert.equal(parseIsoDate('2024-02-30'), undefined)
    assert.equal(parseIsoDate('31/01/2024'), undefined)
  })
})
