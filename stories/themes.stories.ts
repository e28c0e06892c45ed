import { html, svg } from 'lit'
import { themes } from '../src/displays/themes/index.js'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { TemplateResult } from 'lit'
import type { Tokens } from '../src/displays/themes/index.js'

const epci = '/demo/data/epci-grand-est.csv'
const grounds = { light: '#ffffff', dark: '#161616' } as const

export default { title: 'Thèmes' } satisfies Meta

/** Les mêmes balises dans chaque thème. */
function sample(theme: string): TemplateResult {
  return html`<section data-dge-theme=${theme} style="display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem">
    <dge-figure src=${epci} value="sum(population) as Population" unit="hab." heading="Population du Grand Est"></dge-figure>
    <dge-chart src=${epci} type="bar" y="type" x="count() as Intercommunalités" color="type" heading="Intercommunalités par type"></dge-chart>
    <dge-table src=${epci} columns="nom, population" order="-population" page-size="3" heading="Les plus peuplées"></dge-table>
  </section>`
}

/** `theme="plain"`, ou rien : la police et les couleurs de votre page. */
export const Plain: StoryObj = { render: () => sample('plain') }

/** `theme="datagrandest"` sur une balise, ou `data-dge-theme="datagrandest"` sur la page. */
export const DataGrandEst: StoryObj = { render: () => sample('datagrandest') }

/** Le même, sur une page sombre. */
export const DataGrandEstSombre: StoryObj = {
  render: () => html`<div style="color-scheme: dark; background: #161616; color: #f1efe9; padding: 1rem">${sample('datagrandest')}</div>`,
}

/** `theme="dsfr"` : les couleurs du système de design de l’État, et Marianne si la page l’a. */
export const Dsfr: StoryObj = { render: () => sample('dsfr') }

/** Le même, sur une page sombre. */
export const DsfrSombre: StoryObj = {
  render: () => html`<div style="color-scheme: dark; background: #161616; color: #cecece; padding: 1rem">${sample('dsfr')}</div>`,
}

/**
 * Les propriétés de chaque thème. Toutes peuvent être écrites dans la feuille de style de votre page, sur les balises :
 * `dge-chart, dge-map { --dge-color-1: #1f6fb4 }`.
 */
export const Proprietes: StoryObj = {
  render: () => html`<div>
    ${Object.values(themes).map((theme) => theme && html`<h2>${theme.name}</h2>
      <div style="display: flex; flex-wrap: wrap; gap: 1rem">${(['light', 'dark'] as const).map((scheme) => tokenTable(theme[scheme], scheme))}</div>`)}
    <dge-figure src=${epci} value="count()" theme="dsfr" style="--dge-color: light-dark(#8a1c5b, #f2a0cf)" heading="Une propriété de la page l’emporte"></dge-figure>
  </div>`,
}

function tokenTable(tokens: Tokens, scheme: keyof typeof grounds): TemplateResult {
  return html`<table style="border-collapse: collapse">
    <caption style="text-align: start; font-weight: bold">${scheme === 'light' ? 'page claire' : 'page sombre'}</caption>
    <thead><tr><th scope="col" style="text-align: start">propriété</th><th scope="col" style="text-align: start">valeur</th></tr></thead>
    <tbody>
      ${Object.entries(tokens).map(([name, value]) => html`<tr>
        <td style="padding-inline-end: 1rem"><code>${name}</code></td>
        <td>${value.startsWith('#') ? swatch(value, grounds[scheme]) : ''} <code>${value}</code></td>
      </tr>`)}
    </tbody>
  </table>`
}

function swatch(color: string, ground: string): TemplateResult {
  return html`<svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">
    ${svg`<rect width="28" height="16" fill=${ground} stroke="#777"></rect><rect x="6" y="3" width="16" height="10" fill=${color}></rect>`}
  </svg>`
}
