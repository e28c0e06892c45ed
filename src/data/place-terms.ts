import { DgeError } from './errors.js'
import { isAggregate } from './term.js'
import type { Expr } from './expression.js'
import type { Field, Schema } from './schema.js'
import type { Term, TermExpr } from './term.js'

const naming = /^(nom|name|libelle|libellé|label|titre|title|intitule|intitulé|denomination|dénomination|commune|bezeichnung)([_\W]|$)/i

/** The field that names places: the first text that is called so, else any text; undefined when there is none. */
export function nameFieldOf(schema: Schema): Field | undefined {
  const texts = schema.filter(({ type }) => type === 'string')
  return texts.find((field) => naming.test(field.name)) ?? texts.find((field) => /nom|name|lib/i.test(field.name)) ?? texts[0]
}

/**
 * The term with every aggregate replaced by what it takes of one row, for drawings of places and not of groups:
 * `sum(pop) / sum(surface)` is `pop / surface` of each place, `count()` is 1.
 * @throws DgeError `query` for aggregates that mean nothing over one row
 */
export function rowWise(term: Term): Term {
  const expr = ofRow(term.expr)
  // A field by itself goes by its own name and title.
  return term.title === undefined && typeof expr === 'object' && 'property' in expr ? { as: expr.property, expr } : { ...term, expr }
}

function ofRow(expr: TermExpr): Expr {
  if (isAggregate(expr)) {
    const { aggregate, expr: inner } = expr
    if (aggregate === 'count') return 1
    if (inner !== undefined && ['sum', 'mean', 'median', 'min', 'max'].includes(aggregate)) return inner
    throw new DgeError('query', `A map draws each place: ${aggregate}() over several rows has no meaning there`, {
      hint: 'Use a field, or a calculation of fields: value="pop / surface".',
    })
  }
  if (typeof expr === 'object' && 'op' in expr && expr.args.length === 2) {
    return { ...expr, args: [ofRow(expr.args[0]), ofRow(expr.args[1])] } as Expr
  }
  return expr as Expr
}
