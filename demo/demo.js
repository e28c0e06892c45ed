// Under each example of the page, the HTML to paste and a button that copies it. Runs before dge.js, so that
// the tags still are as their author wrote them.
for (const example of document.querySelectorAll('[data-snippet]')) {
  const copy = example.cloneNode(true)
  copy.removeAttribute('data-snippet')
  for (const element of [copy, ...copy.querySelectorAll('[src]')]) {
    const src = element.getAttribute('src')
    if (src) element.setAttribute('src', new URL(src, document.baseURI).href)
  }
  example.after(snippet(readable(copy.outerHTML)))
}

/** The HTML as a person writes it: no empty values, single quotes around values with double ones. */
function readable(html) {
  return html
    .replace(/=""/g, '')
    .replace(/="([^"]*&quot;[^"]*)"/g, (_, value) => `='${value.replaceAll('&quot;', '"')}'`)
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
}

function snippet(html) {
  const box = document.createElement('div')
  box.className = 'snippet'
  const code = document.createElement('pre')
  code.textContent = html
  code.tabIndex = 0
  code.setAttribute('aria-label', 'Code HTML de l’exemple')
  code.setAttribute('role', 'region')
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copier'
  button.addEventListener('click', async () => {
    button.textContent = (await copyText(html, code)) ? 'Copié ✓' : 'Sélectionné : Ctrl+C'
    setTimeout(() => (button.textContent = 'Copier'), 2500)
  })
  box.append(code, button)
  return box
}

/** True when the text is in the clipboard; otherwise the code is selected for the reader to copy. */
async function copyText(text, element) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    return false
  }
}
