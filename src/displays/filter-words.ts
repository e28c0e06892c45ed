import { truncations } from '../data/calendar.js'
import { formatValue } from '../locale/index.js'
import { timeUnits } from '../data/expression.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { Field, Schema } from '../data/schema.js'
import type { Locale } from '../locale/index.js'

/** The values that a condition asks for, as readers know them: "Vosges", "mars 2024 – juin 2024"; none where no words say it. */
export function filterWords(filter: Filter, schema: Schema, locale: Locale): readonly string[] {
  if (typeof filter !== 'object' || !('op' in filter)) return []
  const write = (of: Expr, value: Expr) => formatValue(valueOf(value), fieldOf(of, schema), locale)
  switch (filter.op) {
    case 'and':
    case 'or':
      return [...new Set(filter.args.flatMap((each) => filterWords(each, schema, locale)))]
    case '=':
      return [write(...filter.args)]
    case 'in':
      return filter.args[1].map((value) => write(filter.args[0], value))
    case 'between':
      return [`${write(filter.args[0], filter.args[1])} – ${write(filter.args[0], filter.args[2])}`]
    case 'isNull':
      return [locale.messages.missing]
    default:
      return []
  }
}

/** What the values are; of what is computed otherwise than from a calendar, plain numbers or words. */
function fieldOf(expr: Expr, schema: Schema): Field {
  const plain: Field = { name: '', type: 'number' }
  if (typeof expr !== 'object') return plain
  if ('property' in expr) return schema.find(({ name }) => name === expr.property) ?? plain
  if (!('op' in expr) || !timeUnits.some((unit) => unit === expr.op)) return plain
  const unit = expr.op as TimeUnit
  const precision = truncations[unit]
  return precision ? { name: '', type: 'date', precision } : { name: '', type: 'number', timeUnit: unit }
}

function valueOf(value: Expr): string | number | boolean {
  if (typeof value !== 'object') return value
  const text = 'date' in value ? value.date : 'timestamp' in value ? `${value.timestamp.replace(/Z$/, '')}Z` : ''
  return Date.parse(text)
}
