import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

const communes = '/demo/data/communes-grand-est.csv'

export default { title: 'dge-table', component: 'dge-table' } satisfies Meta

/** Des lignes, triées, avec recherche et pages. */
export const Lignes: StoryObj = {
  render: () => html`<dge-table src=${communes} columns="code, nom, departement, epci, population" order="-population" search page-size="10"
    heading="Communes du Grand Est"></dge-table>`,
}

/** Un regroupement : une ligne par département. */
export const Regroupement: StoryObj = {
  render: () => html`<dge-table src=${communes} columns="departement, count() as Communes, sum(population) as Habitants, median(population) as &quot;Commune médiane&quot;"
    order="-Habitants" heading="Départements du Grand Est"></dge-table>`,
}

/** Sans attribut : toutes les colonnes. */
export const Brut: StoryObj = {
  render: () => html`<dge-table src="/demo/data/epci-grand-est.csv" page-size="5"></dge-table>`,
}

/** Rien ne correspond : c’est dit en mots. */
export const Vide: StoryObj = {
  render: () => html`<dge-table src=${communes} where="population < 0" heading="Communes sans habitants"></dge-table>`,
}
