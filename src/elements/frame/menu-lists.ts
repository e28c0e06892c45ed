import { html, nothing } from 'lit'
import { openDialog } from './dialog.js'
import { offersOf } from '../../displays/offers.js'
import { menuWordsOf } from '../../locale/menu-words.js'
import { adoptAfterFrame } from './late-styles.js'
import { save } from './save.js'
import { css } from '../css.js'
import type { TemplateResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'
import type { DisplayAction, FileExport } from '../display-contract.js'

/** `files` to download; `more`: what else can be done with the drawing. */
export type ListName = 'files' | 'more'
type Run = (work: (title: string) => unknown) => Promise<void>

const listStyles = css`
  [part='menu'] ul {
    position: absolute;
    z-index: 2;
    inset: auto 0 100% auto;
    display: grid;
    gap: 0.25rem;
    margin: 0 0 0.25rem;
    padding: 0.5rem;
    border: 1px solid currentColor;
    border-radius: var(--dge-radius, 4px);
    background: var(--dge-menu-background, Canvas);
    color: var(--dge-menu-color, CanvasText);
    list-style: none;
  }
  [part='menu'] li button {
    inline-size: 100%;
    border-color: transparent;
    background: transparent;
    color: inherit;
    text-align: start;
    white-space: nowrap;
  }
`

/** Gives a display the look of the lists. */
export function adoptListStyles(host: DgeDisplay): void {
  adoptAfterFrame(host, listStyles)
}

/** The list under one of the menu's buttons. */
export function menuList(name: ListName, host: DgeDisplay, run: Run): TemplateResult {
  if (name === 'more') return html`<ul>${actionsOf(host).map((action) => html`<li>${actionButton(action, run)}</li>`)}</ul>`
  const { downloadAs } = menuWordsOf(host.locale)
  return html`<ul>
    ${filesOf(host).map(
      ({ name: format, extension, run: make }) =>
        html`<li>
          <button type="button" aria-label=${downloadAs(format)} @click=${() => run((title) => save(make, title, extension))}>
            ${format}
          </button>
        </li>`
    )}
  </ul>`
}

function actionButton({ label, pressed, run: work }: DisplayAction, run: Run): TemplateResult {
  return html`<button type="button" aria-pressed=${pressed ?? nothing} @click=${() => run(work)}>
    ${label}${pressed ? html` <span aria-hidden="true">✓</span>` : nothing}
  </button>`
}

/** The data in the formats that every display gives, then its pictures. */
function filesOf(host: DgeDisplay): readonly FileExport[] {
  const offered = offersOf(host.offers)
  const text = (type: string, make: () => Promise<string>) => async () => new Blob([await make()], { type: `${type};charset=utf-8` })
  return [
    { name: 'CSV', extension: 'csv', run: text('text/csv', () => host.toCSV()) },
    { name: 'XLSX', extension: 'xlsx', run: () => host.toXLSX() },
    { name: 'JSON', extension: 'json', run: text('application/json', () => host.toJSON()) },
    ...host.exports(),
  ].filter(({ extension }) => offered === undefined || offered.includes(extension))
}

/** What the element offers itself, then what every display does. */
function actionsOf(host: DgeDisplay): readonly DisplayAction[] {
  const { embed, embedHelp, print, why } = menuWordsOf(host.locale)
  const reason = host.why
  return [
    ...host.menuActions(),
    ...(reason ? [{ label: why, run: () => openDialog(host, { title: why, text: reason }) }] : []),
    { label: embed, run: async () => openDialog(host, { title: embed, text: embedHelp, code: await host.toHTML() }) },
    { label: print, run: () => host.print() },
  ]
}
