/** What a pie is called: beside all titles, which come with lines. */
export const arcTitle = { fr: 'Graphique circulaire', en: 'Pie chart', de: 'Kreisdiagramm' }
