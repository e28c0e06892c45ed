import type { ChartWords } from '../words.js'

/** What charts say in German. */
export const de: ChartWords = {
  custom: 'Diagramm',
  rows: 'Anzahl der Zeilen',
  others: (count) => `Übrige (${count})`,
  grouped: (others) => `„Übrige“ sind die ${others} kleinsten Kategorien.`,
  left: (kept, total) => `Gezeigt: ${kept} von ${total} Kategorien.`,
  of: (measure, dimension) => `${measure} nach ${dimension}`,
  bySeries: (series) => `je ${series}`,
  sampled: (shown, total) => `${shown} von ${total} Punkten, gleichmäßig ausgewählt.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'} in „${field}“ nicht berücksichtigt: ${count > 1 ? 'es sind keine Zahlen' : 'es ist keine Zahl'}.`,
  chart: 'interaktives Diagramm',
}
