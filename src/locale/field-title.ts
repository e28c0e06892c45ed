import type { Locale } from './locale.js'
import type { Field } from '../data/schema.js'

/** Words that French data write without accents and that neither English nor German has. */
const french = 'année début décès dépense densité département durée établissement élève école bénéficiaire chômage chômeur électricité espérance fécondité libellé ' +
  'lycée mortalité natalité numéro périmètre prénom prévu propriétaire réalisé société équipement'
/** Words that other languages write so, too: their accents are for French readers. */
const shared = 'âge catégorie crédit collège dépôt énergie état évolution hôpital hôpitaux modèle opération période précipitation prévision région santé sécurité ' +
  'température thème véhicule'
/** What columns shorten or write small. */
const written = 'EPCI INSEE IRIS SIREN SIRET NAF URL ID UAI TVA PIB HT TTC'

/** The accents of the words above; the browser's own tables are large, and take their time when first asked. */
const plain: Readonly<Record<string, string>> = { é: 'e', è: 'e', â: 'a', ô: 'o' }
const bare = (word: string) => word.toLowerCase().replace(/[éèâô]/g, (letter) => plain[letter] ?? letter)
const lexicon = (words: string, endings = ['', 's']) => {
  const names = bare(words).split(' ')
  return new Map(words.split(' ').flatMap((word, at) => endings.map((ending): [string, string] => [names[at] + ending, word + ending])))
}
const always = new Map([...lexicon(french), ...lexicon(written, ['']), ['co2', 'CO₂'], ['dep', 'département'], ['pop', 'population'], ['nb', 'nombre'], ['nbre', 'nombre']])
const whereFrench = lexicon(shared)

/** What readers call the field: its title, else its name made readable ("nb_logements_annee" → "Nombre de logements année"). */
export function titleOf({ title, name }: Field, { language }: Locale): string {
  return title ?? readable(name, language === 'fr')
}

function readable(name: string, isFrench: boolean): string {
  // What has spaces, signs or accents of its own was written for readers.
  if (!/^[a-z][\w-]*$/i.test(name)) return capital(name)
  // A short name in capitals is an abbreviation.
  if (/^[A-Z][A-Z\d]{0,3}$/.test(name) && !always.has(bare(name))) return name
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_-]+/).filter(Boolean).map((word) => accented(word.toLowerCase(), isFrench))
  return capital(words.join(' ').replace(/^nombre (?=\D)/, (of) => (/^[aeiouyhéèêâîô]/i.test(words[1] ?? '') ? 'nombre d’' : `${of}de `)))
}

function accented(word: string, isFrench: boolean): string {
  const known = always.get(word) ?? (isFrench ? whereFrench.get(word) : undefined)
  return known ?? word.replace(/(al|il|iv|ic|id|ns|ar|ur|bl|ac)ite(s?)$/, '$1ité$2')
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
