import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

const departements = '/demo/data/departements.geojson'
const here = "region = 'Grand Est'"

export default { title: 'dge-map', component: 'dge-map' } satisfies Meta

/** Des zones colorées selon une valeur, en classes d’effectifs égaux. */
export const Choroplethe: StoryObj = {
  render: () => html`<dge-map src=${departements} where=${here} value="population" unit="hab." popup="nom, population, communes"
    heading="Population par département"></dge-map>`,
}

/** Un rapport de deux champs, calculé pour chaque lieu. */
export const Rapport: StoryObj = {
  render: () => html`<dge-map src=${departements} where=${here} value="population / communes as &quot;Habitants par commune&quot;" unit="hab."
    classes="4" palette="oranges" heading="Habitants par commune"></dge-map>`,
}

/** Les seuils sont ceux de l’auteur : les mêmes couleurs d’une carte à l’autre. */
export const Seuils: StoryObj = {
  render: () => html`<dge-map src=${departements} value="population" unit="hab." breaks="200000, 500000, 1000000"
    heading="Départements par population"></dge-map>`,
}

/** Des groupes naturels (Jenks). */
export const GroupesNaturels: StoryObj = {
  render: () => html`<dge-map src=${departements} value="communes" method="jenks" classes="4" palette="greens" heading="Nombre de communes"></dge-map>`,
}

/** Une couleur par catégorie. */
export const Categories: StoryObj = {
  render: () => html`<dge-map src=${departements} color="region" popup="nom, region" heading="Régions"></dge-map>`,
}

/** Plusieurs couches, chacune avec ses données et sa légende. */
export const Couches: StoryObj = {
  render: () => html`<dge-map heading="Le Grand Est en France">
    <dge-layer src=${departements} color="#8a8f94" heading="France"></dge-layer>
    <dge-layer src=${departements} where=${here} value="population" unit="hab." classes="3" popup="nom, population"></dge-layer>
  </dge-map>`,
}

/** En anglais. */
export const Anglais: StoryObj = {
  render: () => html`<dge-map lang="en" src=${departements} where=${here} value="population" classes="3" heading="Population"></dge-map>`,
}
