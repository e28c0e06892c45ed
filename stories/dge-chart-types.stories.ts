import { html } from 'lit'
import type { Meta, StoryObj } from '@storybook/web-components-vite'

const communes = '/demo/data/communes-grand-est.csv'
const epci = '/demo/data/epci-grand-est.csv'
const departements = '/demo/data/departements.csv'
const contours = '/demo/data/departements.geojson'
const meteo = '/demo/data/meteo-seattle.csv'
const electricite = '/demo/data/electricite-iowa.csv'
const chomage = '/demo/data/chomage-etats-unis.csv'
const population = '/demo/data/population-etats-unis.csv'
const pays = '/demo/data/pays.csv'
const emploi = '/demo/data/emploi-etats-unis.csv'
const co2 = '/demo/data/co2-mauna-loa.csv'

export default { title: 'dge-chart/types', component: 'dge-chart' } satisfies Meta

/** `bar` : une barre par catégorie, triées de la plus longue à la plus courte, à partir de zéro. */
export const Barres: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" x="departement" y="sum(population) as Population" unit="hab."
    heading="Population par département"></dge-chart>`,
}

/** `bar` avec des valeurs négatives : les barres divergent de part et d’autre de zéro. */
export const BarresDivergentes: StoryObj = {
  render: () => html`<dge-chart src=${emploi} type="bar" x="year(mois) as Année" y="sum(variation) as Emplois"
    heading="Emplois créés et détruits aux États-Unis"></dge-chart>`,
}

/** `pyramid` : deux séries dos à dos, les plus âgés en haut. */
export const Pyramide: StoryObj = {
  render: () => html`<dge-chart src=${population} type="pyramid" y="age as Âge" x="sum(habitants) as Habitants" color="sexe" sort="Hommes, Femmes"
    where="annee = 2000" heading="Population des États-Unis en 2000"></dge-chart>`,
}

/** `line` : le temps qui passe, une courbe par série, nommées à leur extrémité ; une valeur manquante est une coupure. */
export const Courbes: StoryObj = {
  render: () => html`<dge-chart src=${electricite} type="line" x="annee" y="sum(production) as Production" unit="GWh" color="source"
    heading="Électricité produite en Iowa"></dge-chart>`,
}

/** `curve="step"` : en escalier, pour ce qui change par paliers ; `annotations` et `target` disent ce qu’il faut voir. */
export const Escalier: StoryObj = {
  render: () => html`<dge-chart src=${emploi} type="line" x="mois" y="sum(emplois) as Emplois" curve="step"
    annotations="x=2007-12-01..2009-06-01 as Récession" target="140000000 as &quot;140 millions&quot;" heading="Emplois aux États-Unis"></dge-chart>`,
}

/** `area` : des aires empilées. */
export const Aires: StoryObj = {
  render: () => html`<dge-chart src=${electricite} type="area" x="annee" y="sum(production) as Production" unit="GWh" color="source"
    heading="Électricité produite en Iowa"></dge-chart>`,
}

/** `area` en parts : `stack="normalize"`. */
export const AiresEnParts: StoryObj = {
  render: () => html`<dge-chart src=${electricite} type="area" x="annee" y="sum(production) as Production" color="source" stack="normalize"
    heading="Part des énergies dans l’électricité d’Iowa"></dge-chart>`,
}

/** `stream` : des aires autour d’un axe médian, pour voir enfler et décroître les parts d’un tout. */
export const Flux: StoryObj = {
  render: () => html`<dge-chart src=${chomage} type="stream" x="mois" y="sum(chomeurs) as Chômeurs" color="secteur" where="mois &lt; DATE('2010-03-01')"
    heading="Chômeurs aux États-Unis, par secteur d’origine"></dge-chart>`,
}

/** `combo` : des barres et une courbe ; deux axes parce que les unités diffèrent. */
export const BarresEtCourbe: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="combo" x="month(date) as Mois" y="sum(precipitations) as &quot;Pluie (mm)&quot;, mean(temp_max) as &quot;Température maximale (°C)&quot;"
    heading="Climat de Seattle, 2012-2015"></dge-chart>`,
}

/** `point` : un nuage ; `size` en fait des bulles, `scale="log"` une échelle logarithmique. */
export const Bulles: StoryObj = {
  render: () => html`<dge-chart src=${pays} type="point" x="fecondite as &quot;Enfants par femme&quot;" y="esperance_de_vie as &quot;Espérance de vie&quot;" size="population" color="continent" text="pays"
    labels="none" where="annee = 2005" heading="Fécondité et espérance de vie, 2005"></dge-chart>`,
}

/** `trend="linear"` ou `"loess"` : la ligne que suivent les points, une par série. */
export const Tendance: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="point" x="communes as &quot;Communes membres&quot;" y="population as Population" trend="linear" heading="Communes et habitants des intercommunalités"></dge-chart>`,
}

/** `histogram` : combien de valeurs par tranche ; la largeur des tranches est choisie, ou donnée par `bin(f, 5)`. */
export const Histogramme: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="histogram" x="temp_max as &quot;Température maximale&quot;" heading="Températures maximales à Seattle"></dge-chart>`,
}

/** `box` : comment les valeurs se dispersent dans chaque catégorie ; celles qui sont loin de la boîte sont des points. */
export const Boites: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="box" x="month(date) as Mois" y="temp_max as &quot;Température maximale&quot;" unit="°C" heading="Températures maximales à Seattle"></dge-chart>`,
}

/** `heatmap` : deux dimensions, une couleur par valeur. */
export const CarteDeChaleur: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="heatmap" x="taille" y="departement" color="count() as Communes" heading="Taille des communes"></dge-chart>`,
}

/** `calendar` : un carré par jour, une bande par année. */
export const Calendrier: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="calendar" x="date" color="sum(precipitations) as &quot;Pluie (mm)&quot;" heading="Pluie à Seattle"></dge-chart>`,
}

/** `arc` : les parts d’un tout, peu nombreuses ; sinon des barres. Les pourcentages font 100. */
export const Secteurs: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="arc" color="type" theta="count() as Nombre" heading="Types d’intercommunalité"></dge-chart>`,
}

/** `lollipop` : des barres avec moins d’encre. */
export const Sucettes: StoryObj = {
  render: () => html`<dge-chart src=${epci} type="lollipop" y="nom" x="sum(population) as Population" unit="hab." order="-x" limit="12"
    heading="Les douze intercommunalités les plus peuplées"></dge-chart>`,
}

/** `dot` : un point par valeur ; les séries d’une même catégorie sont reliées. */
export const PointsRelies: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="dot" y="month(date) as Mois" x="mean(temp_min) as &quot;Minimale moyenne&quot;, mean(temp_max) as &quot;Maximale moyenne&quot;" unit="°C"
    heading="Températures à Seattle"></dge-chart>`,
}

/** `range` : d’une valeur à une autre, `x` et `x2` ou `y` et `y2`. */
export const Etendues: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="range" x="month(date) as Mois" y="min(temp_min) as Température" y2="max(temp_max)" unit="°C"
    heading="Températures extrêmes à Seattle"></dge-chart>`,
}

/** `slope` : deux moments, une ligne par série. */
export const Pentes: StoryObj = {
  render: () => html`<dge-chart src=${pays} type="slope" x="annee" y="mean(esperance_de_vie) as &quot;Espérance de vie&quot;" unit="ans" color="continent"
    highlight="Afrique" heading="Espérance de vie, de 1955 à 2005"></dge-chart>`,
}

/** `waterfall` : comment des gains et des pertes mènent à un total. */
export const Cascade: StoryObj = {
  render: () => html`<dge-chart src=${emploi} type="waterfall" x="year(mois) as Année" y="sum(variation) as Emplois" heading="Emplois gagnés et perdus aux États-Unis"></dge-chart>`,
}

/** `facet` : un petit graphique par valeur, mêmes axes. */
export const PetitsMultiples: StoryObj = {
  render: () => html`<dge-chart src=${chomage} type="area" x="mois" y="sum(chomeurs) as Chômeurs" facet="secteur" heading="Chômeurs par secteur d’origine"></dge-chart>`,
}

/** `labels="none"`, `highlight` et `palette` : les touches de l’auteur. */
export const EnEvidence: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="bar" x="departement" y="sum(population) as Population" unit="hab." highlight="Bas-Rhin, Haut-Rhin" palette="oranges"
    target="500000 as &quot;Un demi-million&quot;" heading="L’Alsace dans le Grand Est"></dge-chart>`,
}

/** Soixante ans de mesures : des points en grand nombre restent vifs. */
export const Serie: StoryObj = {
  render: () => html`<dge-chart src=${co2} x="mois" y="co2 as &quot;CO₂ (ppm)&quot;" heading="CO₂ dans l’air à Mauna Loa"></dge-chart>`,
}

/** Des valeurs qui ne sont pas des parts : un camembert impossible devient des barres. */
export const SecteursImpossibles: StoryObj = {
  render: () => html`<dge-chart src=${emploi} type="arc" color="year(mois) as Année" theta="sum(variation) as Emplois" heading="Un camembert impossible"></dge-chart>`,
}

/** `scale="log"` : sur demande, et des points en place de barres. */
export const Logarithmique: StoryObj = {
  render: () => html`<dge-chart src=${departements} type="dot" y="nom" x="sum(population) as Population" scale="log" where="region = 'Grand Est'" heading="Échelle logarithmique"></dge-chart>`,
}

/** `treemap` : des aires pour les parts d’un tout, en un ou plusieurs niveaux. */
export const CarteProportionnelle: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="treemap" color="departement, taille" size="sum(population) as Population" unit="hab."
    heading="Habitants du Grand Est par département et taille de commune"></dge-chart>`,
}

/** `sunburst` : les mêmes parts en anneaux, les groupes à l’intérieur. */
export const Anneaux: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="sunburst" color="departement, taille" size="sum(population) as Population" unit="hab."
    heading="Habitants du Grand Est par département et taille de commune"></dge-chart>`,
}

/** `sankey` : ce qui va d’un état à un autre ; un même nom à deux étapes est deux places. */
export const FluxEntreEtats: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="sankey" color="departement, taille" size="count() as Communes" height="520"
    heading="Communes du Grand Est : départements et tailles"></dge-chart>`,
}

/** `wordcloud` : des mots d’autant plus grands qu’ils comptent, toujours aux mêmes places. */
export const NuageDeMots: StoryObj = {
  render: () => html`<dge-chart src=${pays} type="wordcloud" text="pays" size="sum(population) as Population" where="annee = 2005" unit="hab."
    heading="Les pays par leur population en 2005"></dge-chart>`,
}

/** `gauge` : un nombre sur le chemin d’un tout ou d’un but. */
export const Jauge: StoryObj = {
  render: () => html`<dge-chart src=${communes} type="gauge" theta="sum(population) as Habitants" unit="hab." target="6000000 as Objectif" where="population >= 500"
    heading="Habitants des communes de 500 habitants et plus"></dge-chart>`,
}

/** `radar` : des profils que l’on compare, une ligne fermée par série. */
export const Radar: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="radar" x="month(date)" y="mean(temp_max) as Maximum, mean(temp_min) as Minimum" unit="°C"
    heading="Températures moyennes à Seattle"></dge-chart>`,
}

/** `polar` : des secteurs de même angle, dont l’aire est la valeur. */
export const AiresPolaires: StoryObj = {
  render: () => html`<dge-chart src=${meteo} type="polar" x="month(date)" y="sum(precipitations) as Pluie" unit="mm"
    heading="Pluies à Seattle selon le mois, de 2012 à 2015"></dge-chart>`,
}

/** `choropleth` : des territoires en classes de couleur, projetés, sans fond de carte ; l’outre-mer en cartouches. */
export const CarteChoroplethe: StoryObj = {
  render: () => html`<dge-chart src=${contours} type="choropleth" text="nom as Département" color="population as Population" unit="hab." height="600"
    heading="Population des départements"></dge-chart>`,
}

/** `choropleth` d’une région, avec ses limites de classes. */
export const CarteRegion: StoryObj = {
  render: () => html`<dge-chart src=${contours} type="choropleth" text="nom as Département" color="population as Population" unit="hab." breaks="200000, 500000, 1000000"
    where="region = 'Grand Est'" palette="greens" heading="Population des départements du Grand Est"></dge-chart>`,
}
