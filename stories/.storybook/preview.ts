import { setCustomElementsManifest } from '@storybook/web-components-vite'
import type { Preview } from '@storybook/web-components-vite'
import manifest from '../../dist/custom-elements.json'
import '../../src/define.js'

// Controls and the table of attributes come from the manifest that `npm run build` writes: nothing is listed twice.
setCustomElementsManifest(manifest)
// Storybook's own pages are English; the stories speak French, as `lang` of the page decides (in pages of docs, `htmlLang`).
document.documentElement.lang = 'fr'

const preview: Preview = {
  tags: ['autodocs'],
  parameters: { htmlLang: 'fr', docs: { codePanel: true }, controls: { expanded: true } },
}
export default preview
