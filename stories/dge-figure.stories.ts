import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

const communes = '/demo/data/communes-grand-est.csv'

export default { title: 'dge-figure', component: 'dge-figure' } satisfies Meta

/** Une somme, avec son unité. */
export const Somme: StoryObj = {
  render: () => html`<dge-figure src=${communes} value="sum(population)" unit="hab." heading="Population du Grand Est"></dge-figure>`,
}

/** Un décompte, comparé à un autre : le sens de l’écart est dit en mots. */
export const Comparaison: StoryObj = {
  render: () => html`<dge-figure src=${communes} value="count()" where="departement = 'Bas-Rhin'" compare="departement = 'Haut-Rhin'"
    compare-label="dans le Haut-Rhin" heading="Communes du Bas-Rhin"></dge-figure>`,
}

/** Forme courte des grands nombres. */
export const Compact: StoryObj = {
  render: () => html`<dge-figure src=${communes} value="sum(population)" compact unit="hab." heading="Population"></dge-figure>`,
}

/** Un rapport de deux calculs, en allemand. */
export const Allemand: StoryObj = {
  render: () => html`<dge-figure lang="de" src=${communes} value="sum(population) / count() as &quot;Einwohner je Gemeinde&quot;" digits="0"></dge-figure>`,
}
