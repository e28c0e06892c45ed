/** What `npm run build` describes for editors and for the stories' controls: dist/custom-elements.json. */
export default {
  globs: ['src/elements/**/*.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [dropNamelessEvents()],
}

/** `dispatchEvent(new DgeReadyEvent())` makes the analyzer add an event without a name beside the documented one. */
function dropNamelessEvents() {
  return {
    name: 'drop-nameless-events',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        for (const declaration of module.declarations ?? []) {
          if (declaration.events) declaration.events = declaration.events.filter(({ name }) => name)
        }
      }
    },
  }
}
