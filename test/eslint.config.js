import tseslint from 'typescript-eslint'

/** What each folder of src may import from the others (and which packages): the layers of CONTRIBUTING.md. */
const layers = {
  data: { folders: [], packages: ['d3-array'] },
  providers: { folders: ['data'], packages: '*' },
  locale: { folders: ['data'], packages: [] },
  charts: { folders: ['data', 'locale'], packages: ['d3-array'] },
  maps: { folders: ['data', 'locale'], packages: ['d3-array'] },
  render: { folders: ['data'], packages: '*' },
  controllers: { folders: ['data', 'locale', 'providers', 'render'], packages: ['lit'] },
  elements: { folders: ['data', 'locale', 'providers', 'charts', 'maps', 'render', 'controllers'], packages: ['lit'] },
}
const engines = ['vega', 'vega-*', 'maplibre-gl', 'maplibre-gl/*']
const noDocument = ['window', 'document', 'HTMLElement', 'customElements']

function layer(name, { folders, packages }) {
  const others = Object.keys(layers).filter((folder) => folder !== name && !folders.includes(folder))
  const patterns = others.map((folder) => ({
    group: [`../${folder}/*`, `../../${folder}/*`, `../${folder}/**`],
    message: `src/${name} may not import src/${folder}: see CONTRIBUTING.md, Folders.`,
  }))
  if (name !== 'render') {
    patterns.push({ group: engines, allowTypeImports: true, message: 'Only src/render imports the engines, behind import().' })
  }
  if (packages !== '*') {
    const allowed = [...packages, ...engines, 'geojson'].map((text) => text.replace('/*', '').replace('*', '[a-z-]*')).join('|')
    patterns.push({ regex: `^(?!\\.|(${allowed})(/|$))`, message: `src/${name} may import of packages only: ${packages.join(', ') || 'none'}.` })
  }
  return {
    files: [`src/${name}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-globals': ['render', 'controllers', 'elements'].includes(name) ? 'off' : ['error', ...noDocument],
    },
  }
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'storybook-static/', 'demo/data/', 'test/output/'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // Lit templates and assertions are expressions.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...Object.entries(layers).map(([name, rules]) => layer(name, rules))
)
