import type { ChartWords } from '../words.js'

/** What charts say in French. */
export const fr: ChartWords = {
  custom: 'Graphique',
  rows: 'Nombre de lignes',
  others: (count) => `Autres (${count})`,
  grouped: (others) => `«\u00a0Autres\u00a0» regroupe les ${others} catégories les plus petites.`,
  left: (kept, total) => `Catégories affichées\u00a0: ${kept} sur ${total}.`,
  of: (measure, dimension) => `${measure} par ${dimension}`,
  bySeries: (series) => `selon ${series}`,
  sampled: (shown, total) => `${shown} points tirés régulièrement sur ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'valeurs ignorées' : 'valeur ignorée'} dans «\u00a0${field}\u00a0»\u00a0: ${count > 1 ? 'ce ne sont pas des nombres' : 'ce n’est pas un nombre'}.`,
  chart: 'graphique interactif',
}
