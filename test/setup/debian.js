import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** True when this is Debian (or a child of it) and we may install packages. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

let updated = false

/** Installs Debian packages; says so first. Throws when apt fails. */
export function install(packages) {
  console.log(`Installing Debian packages: ${packages.join(' ')}`)
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  if (!updated) execFileSync('apt-get', ['update', '-qq'], options)
  updated = true
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
}
