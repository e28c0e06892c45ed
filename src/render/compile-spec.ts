import { DgeError } from '../data/errors.js'
import { isVega } from './is-vega.js'
import type { Props } from './light/spec.js'
import type { LoggerInterface, Spec } from 'vega'
import type { TopLevelSpec } from 'vega-lite'

/** What the language of expressions is read with. */
export type ParseExpression = typeof import('./vega-lite-compiler.js').parseExpression

/** Vega-Lite's compiler, loaded when first needed. @throws DgeError `network` */
export async function loadCompiler(): Promise<typeof import('./vega-lite-compiler.js')> {
  try {
    return await import('./vega-lite-compiler.js')
  } catch (cause) {
    throw new DgeError('network', 'The code of the chart compiler could not be loaded', { cause })
  }
}

/** The Vega of a Vega-Lite specification (of Vega, itself). @throws DgeError `query` when it cannot be compiled */
export async function compileSpec(spec: Props, logger: LoggerInterface = toConsole): Promise<Spec> {
  if (isVega(spec)) return spec as Spec
  const { compile } = await loadCompiler()
  try {
    return compile(spec as unknown as TopLevelSpec, { logger }).spec
  } catch (cause) {
    throw await undrawable(cause, spec)
  }
}

/** The error of a specification that cannot be compiled or drawn, with the expression that it is about. */
export async function undrawable(cause: unknown, spec: object): Promise<DgeError> {
  if (cause instanceof DgeError) return cause
  // Vega-Lite writes the whole specification, with our look, into its message.
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/ \{.*\}\. /s, ': ')
  const faulty = await Promise.all([import('./faulty-expression.js'), loadCompiler()]).then(([{ faultyExpression }, { parseExpression }]) => faultyExpression(spec, parseExpression, said)).catch(() => undefined)
  return new DgeError('query', `The chart’s specification cannot be drawn: ${said}${faulty ? ` (in ${faulty})` : ''}`, { cause })
}

/** Warnings of compiler and engine are for the author; `onError` gets what Vega would only log and draw on without. */
export function vegaLogger(onError?: (error: unknown) => void): LoggerInterface {
  const logger = {
    level: () => 0,
    error: (...parts: readonly unknown[]) => {
      console.error('[dge]', ...parts)
      onError?.(parts.find((part) => part instanceof Error) ?? parts.join(' '))
      return logger
    },
    warn: (...parts: readonly unknown[]) => {
      // Vega goes on without the data that it cannot read, with an empty picture.
      if (parts[0] === 'Data ingestion failed') return logger.error(...parts)
      console.warn('[dge]', ...parts)
      return logger
    },
    info: () => logger,
    debug: () => logger,
  } as unknown as LoggerInterface
  return logger
}

const toConsole = vegaLogger()
