import { formatNumber } from '../locale/index.js'
import type { Draft, Drafts } from './drafts.js'
import type { Language, Locale } from '../locale/index.js'
import type { Column } from '../data/table.js'

interface PlacelessWords {
  readonly rows: (count: number, formatted: string, title: string) => string
  /** Of groups nobody knows how many rows they stand for. */
  readonly groups: (title: string) => string
}

const words: Readonly<Record<Language, PlacelessWords>> = {
  fr: {
    rows: (count, formatted, title) => `${formatted} ${count > 1 ? 'lignes' : 'ligne'} sans «\u00a0${title}\u00a0» ${count > 1 ? 'ne sont pas dessinées' : 'n’est pas dessinée'}.`,
    groups: (title) => `Les lignes sans «\u00a0${title}\u00a0» ne sont pas dessinées.`,
  },
  en: {
    rows: (count, formatted, title) => `${formatted} ${count > 1 ? 'rows' : 'row'} without “${title}” ${count > 1 ? 'are' : 'is'} not drawn.`,
    groups: (title) => `Rows without “${title}” are not drawn.`,
  },
  de: {
    rows: (count, formatted, title) => `${formatted} ${count > 1 ? 'Zeilen' : 'Zeile'} ohne „${title}“ ${count > 1 ? 'werden' : 'wird'} nicht gezeichnet.`,
    groups: (title) => `Zeilen ohne „${title}“ werden nicht gezeichnet.`,
  },
}

/** That rows without this are not drawn, however many they are. */
export function placelessNote(title: string, { language }: Locale): string {
  return words[language].groups(title)
}

/** Rows without a moment or a number are nowhere on a line: neither its scale nor its words speak of them, and readers are told. */
export function withoutPlaceless(drafts: Drafts, locale: Locale): Drafts {
  const ends = drafts.channels.filter(({ name, field: { type } }) => (name === 'x' || name === 'y') && (type === 'date' || type === 'number'))
  const place: Draft | undefined = ends.find(({ field }) => field.type === 'date' || field.timeUnit) ?? (ends.length === 2 ? ends.find(({ name }) => name === 'x') : undefined)
  if (!place || ends.length < 2) return drafts
  const kept = Array.from(place.column, (value, row) => ((value ?? null) === null ? -1 : row)).filter((row) => row >= 0)
  const lost = place.column.length - kept.length
  if (lost === 0 || kept.length === 0) return drafts
  const pick = (column: Column): Column => kept.map((row) => column[row] ?? null)
  const { rows, groups } = words[locale.language]
  const note = drafts.channels.some(({ aggregated }) => aggregated) ? groups(place.title) : rows(lost, formatNumber(lost, locale), place.title)
  return { channels: drafts.channels.map((draft) => ({ ...draft, column: pick(draft.column) })), from: kept.map((row) => drafts.from[row] ?? row), notes: [...drafts.notes, note] }
}
