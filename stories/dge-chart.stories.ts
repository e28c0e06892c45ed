import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

const communes = '/demo/data/communes-grand-est.csv'
const epci = '/demo/data/epci-grand-est.csv'
const departements = '/demo/data/departements.csv'

export default { title: 'dge-chart', component: 'dge-chart' } satisfies Meta

/** Sans attribut : un graphique raisonnable, d’après les données. */
export const SansAttribut: StoryObj = {
  render: () => html`<dge-chart src=${epci}></dge-chart>`,
}

/** Une barre par département, triée. */
export const Barres: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" x="departement" y="sum(population) as Population" unit="hab." order="-y"
    heading="Population par département"></dge-chart>`,
}

/** Des noms longs : les barres se couchent. */
export const BarresCouchees: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="bar" y="nom" x="sum(population) as Population" unit="hab." order="-x" limit="12"
    heading="Les douze intercommunalités les plus peuplées"></dge-chart>`,
}

/** Une série par taille de commune, empilée. */
export const Empilees: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" x="departement" y="count() as Communes" color="taille" heading="Communes par taille"></dge-chart>`,
}

/** Les mêmes, en parts. */
export const Parts: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" x="count() as Communes" y="departement" color="taille" stack="normalize"
    heading="Taille des communes"></dge-chart>`,
}

/** Côte à côte. */
export const Groupees: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="bar" x="type" y="mean(communes) as &quot;Communes membres&quot;, median(communes) as Médiane"
    heading="Communes par intercommunalité"></dge-chart>`,
}

/** Deux mesures : un nuage de points. */
export const Points: StoryObj = {
  render: () => html`<dge-chart src=${departements} type="point" x="communes" y="population" color="region" heading="Communes et habitants"></dge-chart>`,
}

/** Un cube de JSON-stat, le format d’Eurostat : une ligne par case, avec les noms des catégories. */
export const JsonStat: StoryObj = {
  name: 'JSON-stat',
  render: () => html`<dge-chart src="/demo/data/communes-par-taille.json" type="bar" y="Département" x="sum(value) as Communes" color="Taille"
    heading="Communes par taille"></dge-chart>`,
}

/** Une répartition par tranches, en barres : les tranches vides aussi. */
export const Tranches: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="bar" x="bin(communes, 20)" y="count() as Intercommunalités" heading="Nombre de communes membres"></dge-chart>`,
}

/** Une répartition par tranches, en ligne. */
export const Ligne: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="line" x="bin(communes, 10)" y="count() as Intercommunalités" heading="Nombre de communes membres"></dge-chart>`,
}

/** La même, en aire. */
export const Aire: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="area" x="bin(communes, 10)" y="count() as Intercommunalités" color="type" heading="Nombre de communes membres"></dge-chart>`,
}

/** Peu de parts d’un tout. */
export const Secteurs: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="arc" color="type" y="count() as Nombre" heading="Types d’intercommunalité"></dge-chart>`,
}

/** Au-delà de trente catégories, les plus petites sont regroupées, et c’est dit. */
export const TropDeCategories: StoryObj = {
  render: () => html`<dge-chart src=${departements} type="bar" x="nom" y="sum(population) as Population" unit="hab." heading="Départements de France"></dge-chart>`,
}

/** Toute la grammaire Vega-Lite. */
export const Specification: StoryObj = {
  render: () => html`<dge-chart src=${epci} heading="Une spécification libre" .spec=${{
    mark: { type: 'point', filled: true, opacity: 0.6 },
    encoding: {
      x: { field: 'communes', type: 'quantitative', title: 'Communes membres' },
      y: { field: 'population', type: 'quantitative', scale: { type: 'log' }, title: 'Habitants (échelle logarithmique)' },
      color: { field: 'type', type: 'nominal', title: 'Type' },
    },
  }}></dge-chart>`,
}

/** Sélections et réglages d’une spécification. */
export const SpecificationInteractive: StoryObj = {
  render: () => html`<dge-chart src=${epci} heading="Choisir un seuil" tooltip="auto" .spec=${{
    params: [
      { name: 'seuil', value: 50000, bind: { input: 'range', min: 0, max: 300000, step: 10000, name: 'Seuil d’habitants' } },
      { name: 'choix', select: { type: 'point', fields: ['type'] }, bind: 'legend' },
    ],
    mark: { type: 'point', filled: true, tooltip: true },
    encoding: {
      x: { field: 'communes', type: 'quantitative', title: 'Communes membres' },
      y: { field: 'population', type: 'quantitative', title: 'Habitants' },
      color: { field: 'type', type: 'nominal', title: 'Type' },
      opacity: { condition: { test: { and: [{ param: 'choix' }, 'datum.population >= seuil'] }, value: 0.9 }, value: 0.1 },
    },
  }}></dge-chart>`,
}

/** En anglais, dans le noir. */
export const AnglaisSombre: StoryObj = {
  render: () => html`<div lang="en" style="color-scheme: dark; background: #17181a; color: #f1efe9; padding: 1rem">
    <dge-chart src=${communes} type="bar" x="departement" y="sum(population) as Population" order="-y" heading="Population by département"></dge-chart>
  </div>`,
}

/** Une erreur dit ce qui manque. */
export const Erreur: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="bar" x="nom" y="sum(populaton)" heading="Un champ mal écrit">Texte de secours.</dge-chart>`,
}

/** Des séries au fil du temps : survoler, choisir une plage, zoomer, masquer une série. */
export const LectureDuTemps: StoryObj = {
  render: () => html`<dge-chart src="/demo/data/electricite-iowa.csv" type="line" heading="Lire une série temporelle"></dge-chart>`,
}

/** `patterns` : des motifs en plus des couleurs ; le menu « Plus » les propose aussi au lecteur. */
export const Motifs: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" y="departement" x="count() as Communes" color="taille" patterns heading="Communes par taille"></dge-chart>`,
}

/** Ce que le lecteur choisit filtre une autre balise : la page met `event.detail.text` dans son `where`. */
export const Choisir: StoryObj = {
  render: () => html`<div @dge-select=${(event: CustomEvent<{ text: string }>) => {
    const table = (event.currentTarget as HTMLElement).querySelector('dge-table')
    if (table && event.target !== table) table.where = event.detail.text
  }}>
    <dge-chart src=${communes} type="bar" y="departement" x="sum(population) as Population" heading="Choisissez un département"></dge-chart>
    <dge-table src=${communes} columns="nom, departement, population" order="-population" page-size="5" heading="Ses communes"></dge-table>
  </div>`,
}
