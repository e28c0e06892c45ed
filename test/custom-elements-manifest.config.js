/** What `npm run build` describes for editors and for the stories' controls: dist/custom-elements.json. */
export default {
  globs: ['src/elements/**/*.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [dropFound()],
}

/** What is observed of every HTML element is no attribute of ours; `dispatchEvent(new DgeSelectEvent(detail))` makes the analyzer add an event without a name, or called `detail`, beside the documented one. */
function dropFound() {
  return {
    name: 'drop-found',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        for (const declaration of module.declarations ?? []) {
          if (declaration.attributes) declaration.attributes = declaration.attributes.filter(({ name }) => name !== 'style')
          if (declaration.events) declaration.events = declaration.events.filter(({ name, description }) => name && description)
        }
      }
    },
  }
}
