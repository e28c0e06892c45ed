import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

export default { title: 'dge-source', component: 'dge-source' } satisfies Meta

/** Les balises à l’intérieur partagent la source. */
export const Englobante: StoryObj = {
  render: () => html`<dge-source src="/demo/data/epci-grand-est.csv">
    <dge-figure value="count()" heading="Intercommunalités"></dge-figure>
    <dge-table columns="nom, type, population" order="-population" page-size="5" heading="Les plus peuplées"></dge-table>
  </dge-source>`,
}

/** Une source nommée, utilisée ailleurs dans la page. */
export const Nommee: StoryObj = {
  render: () => html`<dge-source id="epci" src="/demo/data/epci-grand-est.csv"></dge-source>
    <dge-figure source="epci" value="sum(population)" unit="hab." heading="Population"></dge-figure>`,
}

/** `linked` : ce que le lecteur choisit dans un affichage filtre les autres. */
export const Reliee: StoryObj = {
  name: 'Reliée',
  render: () => html`<dge-source src="/demo/data/communes-grand-est.csv" linked>
    <dge-chart type="bar" y="departement" x="sum(population) as Population" heading="Choisissez un département"></dge-chart>
    <dge-figure value="sum(population)" unit="hab." heading="Population"></dge-figure>
    <dge-table columns="nom, departement, population" order="-population" page-size="5" heading="Communes"></dge-table>
  </dge-source>`,
}

/** Les réponses restent dans le navigateur : rechargez la page, le chiffre et le tableau sont là sans requête, avec leur âge. */
export const Gardee: StoryObj = {
  name: 'Gardée',
  render: () => html`<dge-source src="/demo/data/epci-grand-est.csv" cache="1 h">
    <dge-figure value="count()" heading="Intercommunalités"></dge-figure>
    <dge-table columns="nom, type, population" order="-population" page-size="5" heading="Les plus peuplées"></dge-table>
  </dge-source>`,
}
