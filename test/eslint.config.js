import { readFileSync } from 'node:fs'
import tseslint from 'typescript-eslint'

/** What each folder of src may import from the others (and which packages): the layers of CONTRIBUTING.md. */
const layers = {
  data: { folders: [], packages: ['d3-array'] },
  providers: { folders: ['data'], packages: '*' },
  locale: { folders: ['data'], packages: [] },
  charts: { folders: ['data', 'locale'], packages: ['d3-array', 'd3-hierarchy', 'd3-sankey'] },
  // What displays ask and say, without a page: the elements and the program share it.
  displays: { folders: ['data', 'locale', 'charts'], packages: [] },
  grammar: { folders: ['data'], packages: [] },
  maps: { folders: ['data', 'locale'], packages: ['d3-array'] },
  render: { folders: ['data'], packages: '*' },
  controllers: { folders: ['data', 'locale', 'providers', 'render'], packages: ['lit'] },
  // Node programs around the library; nothing of the page imports them.
  cli: { folders: ['data', 'locale', 'providers', 'charts', 'displays', 'maps', 'render'], packages: '*' },
  elements: { folders: ['data', 'locale', 'providers', 'charts', 'displays', 'grammar', 'maps', 'render', 'controllers'], packages: ['lit', 'fflate', 'chart2music'] },
}
const noDocument = ['window', 'document', 'HTMLElement', 'customElements']

/** Kinds of one thing meet in their registry only; these lean on each other knowingly. */
const related = {
  'dge-map': ['dge-layer'],
  // An old address of a portal that has the newer interface too is opened with the newer.
  'opendatasoft-v1': ['opendatasoft'],
}
const kinds = {
  charts: ['all-types', 'ahead'].flatMap((file) => namesIn(`src/charts/${file}.ts`, /import\('\.\/([\w-]+)\.js'\)\)\.\1\b/g)),
  maps: namesIn('src/maps/drawing.ts', /import \{ (\w+) \} from '\.\/\1\.js'/g),
  providers: ['registry', 'by-ending'].flatMap((file) => namesIn(`src/providers/${file}.ts`, /import\('\.\/([\w-]+)\.js'\)/g)),
  cli: namesIn('src/cli/dge-dataviz.ts', /import\('\.\/([\w-]+)\.js'\)/g),
  elements: namesIn('src/define.ts', /'\.\/elements\/(dge-[\w-]+)\.js'/g),
}

function namesIn(file, pattern) {
  return [...readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').matchAll(pattern)].map(([, name]) => name)
}

/** What a file of src may not import: lower layers know no higher ones, siblings do not know each other, engines are far. */
function restrictedPatterns(name, { folders, packages }, kind) {
  const others = Object.keys(layers).filter((folder) => folder !== name && !folders.includes(folder))
  const patterns = others.map((folder) => ({
    regex: `^(\\.\\./)+${folder}/`,
    message: `src/${name} may not import src/${folder}: see CONTRIBUTING.md, Folders.`,
  }))
  if (name !== 'render') {
    patterns.push({ regex: '^(vega|maplibre-gl)', allowTypeImports: true, message: 'Only src/render imports the engines, behind import().' })
  }
  if (packages !== '*') {
    const allowed = [...packages, 'geojson', 'vega', 'vega-[a-z]+', 'maplibre-gl'].join('|')
    patterns.push({ regex: `^(?!\\.|(${allowed})(/|$))`, message: `src/${name} may import of packages only: ${packages.join(', ') || 'none'}.` })
  }
  const siblings = (kinds[name] ?? []).filter((sibling) => sibling !== kind && !related[kind]?.includes(sibling))
  if (kind && siblings.length) {
    patterns.push({ regex: `^\\./(${siblings.join('|')})\\.js$`, message: 'Siblings do not import each other: they meet in their registry.' })
  }
  return patterns
}

/** The same for `import()`, which the rule on imports does not see. Types of an engine are no import. */
function restrictedSyntax(patterns) {
  return patterns.map(({ regex, message }) => ({ selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\/')}/]`, message }))
}

function rulesFor(files, name, rules, kind) {
  const patterns = restrictedPatterns(name, rules, kind)
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...restrictedSyntax(patterns)],
      'no-restricted-globals': ['render', 'controllers', 'elements'].includes(name) ? 'off' : ['error', ...noDocument],
    },
  }
}

function layer(name, rules) {
  const own = (kinds[name] ?? []).map((kind) => rulesFor([`src/${name}/${kind}.ts`], name, rules, kind))
  return [rulesFor([`src/${name}/**/*.ts`], name, rules), ...own]
}

export default tseslint.config(
  // AssemblyScript, which its own compiler checks, and what is made of it.
  { ignores: ['dist/', 'node_modules/', 'storybook-static/', 'demo/data/', 'test/output/', 'src/kernel/*.ts', 'src/data/kernel-script.js'] },
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
  ...Object.entries(layers).flatMap(([name, rules]) => layer(name, rules)),
  // The light renderer draws in Node, too.
  { files: ['src/render/light/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...noDocument] } }
)
