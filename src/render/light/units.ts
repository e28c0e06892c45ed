import { draftsOf } from './layers.js'
import { orientOf } from './orient.js'
import { overlaid } from './overlay.js'
import { stackOf } from './stack.js'
import { typed } from './typed.js'
import type { Config } from './config.js'
import type { Datum, Encoding, LightSpec, MarkType, Props } from './spec.js'
import type { Stack } from './stack.js'

/** One mark of a specification with its whole encoding. */
export interface Unit {
  readonly type: MarkType
  readonly mark: Props
  readonly encoding: Encoding
  readonly orient: 'vertical' | 'horizontal' | undefined
  readonly filled: boolean
  readonly stack: Stack | undefined
  /** Rows of its own, in place of those of the specification. */
  readonly own: readonly Datum[] | undefined
  /** Which of the specification's own layers it is of. */
  readonly layer: number
}

/** The marks of a specification, bottom first: layers flattened, points and lines that a mark carries as marks of their own. */
export function unitsOf(spec: LightSpec, config: Config): readonly Unit[] {
  return draftsOf(spec).flatMap((draft) => overlaid({ ...draft, encoding: typed(draft.encoding) }, config)).map(({ mark, encoding, own, layer }) => {
    const type = mark['type'] as MarkType
    const orient = orientOf(type, encoding, mark['orient'])
    const filled = config.mark(type, mark, 'filled') ?? !['point', 'line', 'rule'].includes(type)
    return { type, mark, encoding, orient, filled: filled === true, stack: stackOf(type, orient, encoding), own, layer }
  })
}
