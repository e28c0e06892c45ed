import { foldText } from '../data/text.js'

/** The place of a name in a list of beginnings of words, French, English and German; -1 for none. */
const placeIn = (list: string) => {
  const words = list.split(' ').map((word) => new RegExp(`^(${word})[a-z]*\\.?$`))
  return (name: string) => words.findIndex((word) => word.test(name))
}

/** Where a class begins: "15 à 29 ans", "2019-2020", "moins de 1 000", "75 et plus"; -1 for none. */
function startOf(name: string): number {
  const [from = NaN, to, more] = name.replace(/(\d)\s(?=\d{3})/g, '$1').match(/\d+/g)?.map(Number) ?? []
  if (to === undefined) return /moins|less|under|unter|[<≤]/.test(name) ? from - 0.5 : /plus|more|over|uber|mehr|[>≥+]/.test(name) ? from + 0.5 : -1
  return more === undefined && from < to ? from : -1
}

/** The names in the order in which they follow each other, where all are months, days of the week or classes of amounts; undefined where any is not. */
export function ownOrder(names: readonly string[]): readonly string[] | undefined {
  if (names.length < 3) return undefined
  const folded = names.map((name) => foldText(name))
  const kinds = [
    placeIn('jan fe[vb] mar a[vp]r ma[iy] jui?n jui?l aou|aug sep o[ck]t nov de[cz]'),
    placeIn('lun|mon mar|tue|die mer|wed|mit jeu|thu|don ven|fri|fre sam|sat dim|sun|son'),
    startOf,
  ]
  const placeOf = kinds.find((of) => folded.every((name) => of(name) >= 0))
  if (!placeOf) return undefined
  const places = folded.map(placeOf)
  return names.map((name, at) => ({ name, place: places[at] ?? 0 })).sort((a, b) => a.place - b.place).map(({ name }) => name)
}
