import type { StorybookConfig } from '@storybook/web-components-vite'

/** One story file per element beside this folder; the guide is a page of its own. */
const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../*.mdx', '../*.stories.ts'],
  addons: ['@storybook/addon-docs'],
  staticDirs: [{ from: '../../demo/data', to: '/demo/data' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
}
export default config
