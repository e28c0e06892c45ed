import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { canInstall, install } from './debian.js'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * What the address bar shows are two pages of its own in each window that opens: half of what a small test page costs. The others are
 * those that Playwright leaves out: the last such list is the one that counts.
 */
const leftOut = [
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'AvoidCorsURLLoaderRestartOnRedirect', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning',
]

/** Headless, without a graphics card, without calls home; a root user (containers) has no sandbox. */
export const chromiumArgs = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  `--disable-features=${leftOut.join()}`,
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--mute-audio',
  '--hide-scrollbars',
]

/** The Chromium to test with: CHROME_PATH, one on the PATH, Playwright's; undefined when there is none. */
export function findChromium() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const command of commands) {
    const folder = folders.find((path) => existsSync(join(path, command)))
    if (folder) return join(folder, command)
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return existsSync(mac) ? mac : playwrightChromium()
}

function playwrightChromium() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright')
  if (!existsSync(cache)) return undefined
  const builds = readdirSync(cache).filter((name) => name.startsWith('chromium-')).sort().reverse()
  return builds.map((name) => join(cache, name, 'chrome-linux', 'chrome')).find((path) => existsSync(path))
}

/** Finds Chromium, or installs Debian's when it may; else throws an Error that says what to do. */
export function requireChromium() {
  const found = findChromium()
  if (found) return found
  if (!canInstall()) {
    throw new Error(
      'No Chromium was found. Install it (Debian and Ubuntu: `sudo apt-get install chromium`; macOS: Google Chrome), ' +
        'or say where it is: CHROME_PATH=/path/to/chromium npm test'
    )
  }
  install(['chromium', 'fonts-dejavu-core'])
  const installed = findChromium()
  if (!installed) throw new Error('Debian’s chromium was installed but is not on the PATH')
  return installed
}

/** "Chromium 156.0.8078.73", for reports. */
export function chromiumVersion(path) {
  return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
}
