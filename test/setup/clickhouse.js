import { existsSync } from 'node:fs'
import { canInstall, install } from './debian.js'

export const clickHousePackages = ['clickhouse-server']
const program = '/usr/sbin/clickhouse-server'

/** True when ClickHouse can be started. */
export function hasClickHouse() {
  return existsSync(program)
}

/** Installs ClickHouse from Debian when it may; says in a sentence how it stands. */
export function setUpClickHouse() {
  if (!hasClickHouse() && canInstall()) {
    try {
      install(clickHousePackages)
    } catch (error) {
      return `ClickHouse could not be installed (${error.message}): the tests that need it are skipped.`
    }
  }
  return hasClickHouse()
    ? 'ClickHouse is here: its tests talk to it.'
    : `ClickHouse is not here and cannot be installed: the tests that need it are skipped. On Debian: apt-get install ${clickHousePackages.join(' ')}`
}
