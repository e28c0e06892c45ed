import { html, nothing, render } from 'lit'
import { menuWordsOf } from '../../locale/menu-words.js'
import { addStyles } from '../adopt-styles.js'
import { dialogStyles } from './dialog-styles.js'
import type { TemplateResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'

export interface DialogContent {
  readonly title: string
  readonly text: string
  /** Text to copy. */
  readonly code?: string
  /** Anything more, between text and buttons. */
  readonly body?: TemplateResult
}

/** Shows words over the page until the reader closes them; the focus goes back where it was. */
export function openDialog(host: DgeDisplay, { title, text, code, body }: DialogContent): HTMLDialogElement {
  const words = menuWordsOf(host.locale)
  const root = host.renderRoot as ShadowRoot
  addStyles(root, dialogStyles)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('part', 'dialog')
  dialog.setAttribute('aria-labelledby', 'dialog-title')
  const copy = async () => {
    const area = dialog.querySelector('textarea')
    const status = dialog.querySelector('[role="status"]')
    area?.select()
    const done = await navigator.clipboard?.writeText(code ?? '').then(() => true, () => false)
    // Without the permission, the text stands selected for the reader's own copy.
    if (status) status.textContent = done ? words.copied : words.copyYourself
  }
  render(
    html`<h2 id="dialog-title">${title}</h2>
      <p id="dialog-text">${text}</p>
      ${body ?? nothing}
      ${code === undefined
        ? nothing
        : html`<textarea readonly rows="7" spellcheck="false" aria-labelledby="dialog-title" aria-describedby="dialog-text" .value=${code}></textarea>
            <button type="button" part="copy-button" @click=${() => void copy()}>${words.copy}</button>
            <span role="status"></span>`}
      <button type="button" part="close-button" @click=${() => dialog.close()}>${words.close}</button>`,
    dialog
  )
  dialog.addEventListener('close', () => dialog.remove(), { once: true })
  root.append(dialog)
  dialog.showModal()
  const area = dialog.querySelector('textarea')
  area?.setSelectionRange(0, 0)
  if (area) area.scrollTop = 0
  return dialog
}
