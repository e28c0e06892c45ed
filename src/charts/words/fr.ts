import type { ChartWords } from '../words.js'

/** What charts say in French. */
export const fr: ChartWords = {
  custom: 'Graphique',
  rows: 'Nombre de lignes',
  others: (count) => `Autres (${count})`,
  grouped: (kept, others) => `Les ${kept} plus grandes catégories\u00a0; les ${others} autres sont regroupées.`,
  left: (kept, total) => `${kept} catégories affichées sur ${total}.`,
  of: (measure, dimension) => `${measure} par ${dimension}`,
  bySeries: (series) => `selon ${series}`,
  sampled: (shown, total) => `${shown} points tirés régulièrement sur ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'valeurs ignorées' : 'valeur ignorée'} dans «\u00a0${field}\u00a0»\u00a0: ${count > 1 ? 'ce ne sont pas des nombres' : 'ce n’est pas un nombre'}.`,
  chart: 'graphique interactif',
  keys: (zoom, pick) =>
    `Flèches\u00a0: parcourir les valeurs\u00a0; Origine et Fin\u00a0: première et dernière. ${pick ? 'Entrée\u00a0: choisir\u00a0; Maj + flèches\u00a0: étendre le choix. ' : ''}${zoom ? 'Plus et moins\u00a0: zoomer\u00a0; Page précédente et Page suivante\u00a0: se déplacer\u00a0; zéro\u00a0: tout voir. ' : ''}Échap\u00a0: quitter.`,
  listen: 'Écouter le graphique',
  patterns: 'Motifs',
}
