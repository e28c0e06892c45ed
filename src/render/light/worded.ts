import { compileExpression } from './expression.js'
import { isExpr, isObject } from './spec.js'
import { sortOps } from './vocabulary.js'
import * as allowed from './allowed.js'
import type { Props } from './spec.js'

/** Whether every word of the specification is one that the light renderer knows: most of what it does not draw is seen here, without its code. */
export function isWorded(given: Props): boolean {
  return allowed.only(given, allowed.topLevel) && sizes(given) && source(given['data']) && configured(given['config']) && titled(given['title']) && resolved(given['resolve']) && views(given)
}

/** Only drawings that fit a given size, or a given width, in which titles stand elsewhere. */
function sizes({ width, height, autosize, padding, background, title }: Props): boolean {
  const fits = isObject(autosize) && (autosize['type'] === 'fit' || (autosize['type'] === 'fit-x' && !title)) && autosize['contains'] === 'padding'
  return typeof width === 'number' && typeof height === 'number' && fits && ['number', 'undefined'].includes(typeof padding) && ['string', 'undefined'].includes(typeof background)
}

function source(data: unknown): boolean {
  if (!isObject(data)) return false
  if (allowed.only(data, ['name'])) return data['name'] === 'table'
  return allowed.only(data, ['values']) && Array.isArray(data['values']) && data['values'].every((row) => isObject(row))
}

/** Only vertical scales may be told apart. */
function resolved(resolve: unknown): boolean {
  return resolve === undefined || JSON.stringify(resolve) === '{"scale":{"y":"independent"}}'
}

function titled(title: unknown): boolean {
  if (title === undefined || title === null || typeof title === 'string') return true
  return isObject(title) && allowed.only(title, allowed.title) && Object.values(title).every(allowed.isScalar) && (title['orient'] ?? 'top') === 'top'
}

function configured(config: unknown): boolean {
  if (!isObject(config) || config['aria'] !== false) return false
  return Object.entries(config).every(([name, part]) => {
    if (name === 'locale' || name === 'header') return true
    if (allowed.configScalars.includes(name)) return allowed.isScalar(part)
    if (name === 'range') return isObject(part) && Object.values(part).every((range) => Array.isArray(range) && range.every(allowed.isPlainColor))
    const names = allowed.configPart(name)
    return names !== undefined && isObject(part) && allowed.only(part, names) && Object.values(part).every(allowed.isScalarOrList)
  })
}

/** The specification and its layers, and the channels that they share. */
function views(view: Props): boolean {
  const { mark, layer, encoding } = view
  if (encoding !== undefined && !(isObject(encoding) && Object.entries(encoding).every(([name, def]) => def === null || channel(name, def)))) return false
  if (layer === undefined) return mark !== undefined && marked(mark)
  if (mark !== undefined || !Array.isArray(layer)) return false
  return layer.every((child) => isObject(child) && allowed.only(child, allowed.layer) && (child['data'] === undefined || source(child['data'])) && views(child))
}

function marked(mark: unknown): boolean {
  const def = isObject(mark) ? mark : { type: mark }
  const names = allowed.marks[String(def['type'])]
  if (!names || !allowed.only(def, names)) return false
  return Object.entries(def).every(([name, value]) => {
    if (name === 'point' || name === 'line') return !isObject(value) || (allowed.only(value, allowed.overlay) && Object.values(value).every(allowed.isScalarOrList))
    if (isExpr(value)) return ['innerRadius', 'outerRadius', 'radius', 'align', 'baseline', 'dx', 'dy'].includes(name) && compileExpression(value.expr) !== undefined
    if ((name === 'width' || name === 'height') && isObject(value)) return allowed.only(value, ['band']) && typeof value['band'] === 'number'
    if (name === 'tooltip') return value === null || value === false
    return allowed.isScalarOrList(value)
  })
}

function channel(name: string, def: unknown): boolean {
  const names = allowed.channels[name]
  if (!names || !isObject(def) || !allowed.only(def, names)) return false
  const { field, type, title, scale, axis, legend, sort, stack, format, value } = def
  if (field !== undefined && (typeof field !== 'string' || /[.[\]\\]/.test(field))) return false
  if (![undefined, 'quantitative', 'temporal', 'ordinal', 'nominal'].includes(type as string)) return false
  if (def['bin'] !== undefined && def['bin'] !== 'binned') return false
  if (typeof format === 'string' && !allowed.isTimeFormat(format)) return false
  if (![title, format, value, def['datum'], def['bandPosition']].every(allowed.isScalar) || Array.isArray(title)) return false
  if (![undefined, null, true, false, 'zero', 'normalize', 'center'].includes(stack as string)) return false
  if (!conditional(def)) return false
  return scaled(scale) && guide(axis, allowed.axis) && guide(legend, allowed.legend) && sorted(sort)
}

/** Values for rows whose field is one of some or more than a number, and a value for all others. */
function conditional({ condition, field, datum, value }: Props): boolean {
  if (condition === undefined) return true
  return field === undefined && datum === undefined && typeof value === 'string' && [condition].flat().every((each: unknown) => {
    if (!isObject(each) || !allowed.only(each, ['test', 'value']) || typeof each['value'] !== 'string') return false
    const { test } = each
    if (!isObject(test) || !allowed.only(test, ['field', 'equal', 'oneOf', 'gt']) || typeof test['field'] !== 'string' || /[.[\]\\]/.test(test['field'])) return false
    if (typeof test['gt'] === 'number') return test['equal'] === undefined && test['oneOf'] === undefined
    return typeof test['equal'] === 'string' ? test['oneOf'] === undefined : Array.isArray(test['oneOf']) && test['oneOf'].every((name) => typeof name === 'string')
  })
}

function scaled(scale: unknown): boolean {
  if (scale === undefined || scale === null) return true
  if (!isObject(scale) || !allowed.only(scale, allowed.scale)) return false
  return Object.entries(scale).every(([name, value]) =>
    name === 'domain' || name === 'range' ? Array.isArray(value) && value.every((part) => allowed.isScalarOrList(part)) : name === 'nice' ? typeof value === 'boolean' : allowed.isScalar(value)
  )
}

function guide(given: unknown, names: readonly string[]): boolean {
  if (given === undefined || given === null) return true
  if (!isObject(given) || !allowed.only(given, names)) return false
  return Object.entries(given).every(([name, value]) => {
    if (name === 'labelExpr') return typeof value === 'string' && compileExpression(value) !== undefined
    if (name === 'tickCount') return typeof value === 'number' || allowed.isInterval(value)
    if (name === 'format') return [...(isObject(value) ? Object.values(value) : [value])].every((text) => typeof text === 'string' && allowed.isTimeFormat(text))
    if (name === 'orient') return ['left', 'right', 'top', 'bottom'].includes(String(value))
    return name === 'title' ? allowed.isScalar(value) : allowed.isScalarOrList(value)
  })
}

function sorted(sort: unknown): boolean {
  if (sort === undefined || sort === null || sort === 'ascending' || sort === 'descending') return true
  if (Array.isArray(sort)) return sort.every(allowed.isScalar)
  if (typeof sort === 'string') return /^-?(x|y|color|size|opacity|theta)$/.test(sort)
  return isObject(sort) && allowed.only(sort, ['field', 'op', 'order', 'encoding']) && (sort['op'] === undefined || (sortOps as readonly unknown[]).includes(sort['op'])) &&
    Object.values(sort).every(allowed.isScalar)
}
