import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where Koop lives: a package of its own, so that nobody who installs the project gets it. */
export const koopFolder = fileURLToPath(new URL('../servers/koop/', import.meta.url))

/** True when Koop's FeatureServer is installed. */
export function hasKoop() {
  return ['@koopjs/featureserver', 'express'].every((name) => existsSync(`${koopFolder}node_modules/${name}/package.json`))
}

/**
 * Installs Koop (an ArcGIS FeatureServer in JavaScript) when it isn't there; says in a sentence how it stands. Its overrides
 * put a small package in the place of two optional ones that need a compiler (farmhash) or a phone (react-native-fs).
 */
export function setUpKoop() {
  if (!hasKoop()) {
    try {
      console.log('Installing Koop for the tests of the ArcGIS provider')
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
      execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: koopFolder, stdio: 'pipe', timeout: 300_000 })
    } catch (error) {
      return `Koop could not be installed (${error.message.split('\n')[0]}): the tests that need it are skipped.`
    }
  }
  return hasKoop() ? 'Koop is here: the ArcGIS tests talk to it.' : 'Koop is not here: the tests that need it are skipped.'
}
