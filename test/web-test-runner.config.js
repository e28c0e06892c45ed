import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins'
import { chromeLauncher } from '@web/test-runner-chrome'
import { chromiumArgs, requireChromium } from './setup/chromium.js'

const rootDir = fileURLToPath(new URL('..', import.meta.url))

/** `executeServerCommand('emulate-reader', {media, features})`: paper, forced colours… as the browser's own tools emulate them; `{}` ends it. */
const tools = new WeakMap()
const emulateReader = {
  name: 'emulate-reader',
  async executeCommand({ command, payload, session }) {
    if (command !== 'emulate-reader') return undefined
    const page = session.browser.getPage(session.id)
    // What is emulated ends with the tools: the page serves the next file too.
    await tools.get(page)?.detach()
    tools.delete(page)
    if (!payload.media && !payload.features) return true
    const opened = await page.createCDPSession()
    tools.set(page, opened)
    const features = Object.entries(payload.features ?? {}).map(([name, value]) => ({ name, value }))
    await opened.send('Emulation.setEmulatedMedia', { media: payload.media ?? '', features })
    return true
  },
}

/** Tests in Chromium: the group `default` for modules and elements, `stories` for every story; both when none is named. */
export default {
  rootDir,
  files: ['test/**/*.browser.ts', '!test/stories.browser.ts'],
  groups: [{ name: 'stories', files: ['test/stories.browser.ts'] }],
  nodeResolve: { browser: true, exportConditions: ['production'] },
  // One page at a time: Chromium draws no frame in a background tab, so nothing would ever come into view there.
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath: requireChromium(), args: [...chromiumArgs, '--js-flags=--expose-gc'] } })],
  // Without the tsconfig esbuild compiles standard decorators, and Lit throws "Unsupported decorator location".
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) }), emulateReader, a11ySnapshotPlugin()],
  // Workers are started by address, which no import rewrites.
  middleware: [
    (context, next) => {
      context.url = context.url.replace(/^(\/src\/.*-worker)\.js$/, '$1.ts')
      return next()
    },
  ],
  testFramework: { config: { timeout: 20_000 } },
  testsFinishTimeout: 300_000,
  testRunnerHtml: (testFramework) => `<!doctype html><html lang="fr"><head><title>dge</title></head>
    <body><script type="module" src="${testFramework}"></script></body></html>`,
}
