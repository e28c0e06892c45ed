import type { Language, Locale } from './locale.js'

/** The words of what a display's menu does, and of what leaves the page by it. */
export interface MenuWords {
  readonly downloadAs: (format: string) => string
  readonly embed: string
  readonly embedHelp: string
  readonly print: string
  /** Asks why the picture is of this kind. */
  readonly why: string
  readonly copy: string
  readonly copied: string
  /** When the browser does not let the page copy. */
  readonly copyYourself: string
  readonly close: string
  /** The day on which a file was made: "consulté le 12 mars 2024". */
  readonly accessed: (date: string) => string
  /** Labels of the sheet that says where a workbook's data come from. */
  readonly origin: Readonly<Record<'title' | 'dataset' | 'publisher' | 'licence' | 'page' | 'modified' | 'accessed' | 'partial', string>>
}

const fr: MenuWords = {
  downloadAs: (format) => `Télécharger en ${format}`,
  embed: 'Intégrer',
  embedHelp: 'Collez ce code dans une page web\u00a0: les données y resteront à jour.',
  print: 'Imprimer',
  why: 'Pourquoi ce graphique ?',
  copy: 'Copier',
  copied: 'Copié.',
  copyYourself: 'Le code est sélectionné\u00a0: copiez-le avec Ctrl + C.',
  close: 'Fermer',
  accessed: (date) => `consulté le ${date}`,
  origin: {
    title: 'Titre', dataset: 'Jeu de données', publisher: 'Producteur', licence: 'Licence', page: 'Adresse', modified: 'Mise à jour',
    accessed: 'Consultation', partial: 'Attention',
  },
}

const en: MenuWords = {
  downloadAs: (format) => `Download as ${format}`,
  embed: 'Embed',
  embedHelp: 'Paste this code into a web page: the data will stay up to date there.',
  print: 'Print',
  why: 'Why this chart?',
  copy: 'Copy',
  copied: 'Copied.',
  copyYourself: 'The code is selected: copy it with Ctrl + C.',
  close: 'Close',
  accessed: (date) => `accessed on ${date}`,
  origin: {
    title: 'Title', dataset: 'Dataset', publisher: 'Publisher', licence: 'Licence', page: 'Address', modified: 'Updated',
    accessed: 'Accessed', partial: 'Warning',
  },
}

const de: MenuWords = {
  downloadAs: (format) => `Als ${format} herunterladen`,
  embed: 'Einbetten',
  embedHelp: 'Fügen Sie diesen Code in eine Webseite ein: Die Daten bleiben dort aktuell.',
  print: 'Drucken',
  why: 'Warum dieses Diagramm?',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  copyYourself: 'Der Code ist ausgewählt: Kopieren Sie ihn mit Strg + C.',
  close: 'Schließen',
  accessed: (date) => `abgerufen am ${date}`,
  origin: {
    title: 'Titel', dataset: 'Datensatz', publisher: 'Herausgeber', licence: 'Lizenz', page: 'Adresse', modified: 'Aktualisiert',
    accessed: 'Abgerufen', partial: 'Achtung',
  },
}

const words: Readonly<Record<Language, MenuWords>> = { fr, en, de }

/** The words of the menu in a locale. */
export function menuWordsOf({ language }: Locale): MenuWords {
  return words[language]
}
