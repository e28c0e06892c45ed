import { readFile } from 'node:fs/promises'
import remarkGfm from 'remark-gfm'
import type { StorybookConfig } from '@storybook/web-components-vite'

/** One story file per element beside this folder; the guide is a page of its own. */
const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../*.mdx', '../*.stories.ts'],
  // Tables in pages of text.
  addons: [{ name: '@storybook/addon-docs', options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm] } } } }],
  staticDirs: [{ from: '../../demo/data', to: '/demo/data' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => ({
    ...vite,
    // MapLibre looks for its worker beside itself: left where it is while developing, put beside its chunk when built.
    optimizeDeps: { ...vite.optimizeDeps, exclude: [...(vite.optimizeDeps?.exclude ?? []), 'maplibre-gl'] },
    plugins: [...(vite.plugins ?? []), maplibreWorker],
  }),
}
export default config

const maplibreWorker = {
  name: 'maplibre-worker',
  apply: 'build' as const,
  async generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string }) {
    const source = await readFile('node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs', 'utf8')
    // The engine itself looks for the first, `worker-url.ts` for the second.
    for (const end of ['mjs', 'js']) this.emitFile({ type: 'asset', fileName: `assets/maplibre-gl-worker.${end}`, source: source.replace(/\n\/\/# sourceMappingURL=.*/, '') })
  },
}
