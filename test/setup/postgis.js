import { existsSync, readdirSync } from 'node:fs'
import { canInstall, install } from './debian.js'

/** Debian's package of PostGIS, with the PostgreSQL that it belongs to. */
export const postGisPackages = ['postgresql-postgis']
const root = '/usr/lib/postgresql'

/** The folder of PostgreSQL's programs ("/usr/lib/postgresql/15/bin/") of a version that has PostGIS; undefined when there is none. */
export function findPostGis() {
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.find((version) => existsSync(`${root}/${version}/bin/initdb`) && existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))
  return found && `${root}/${found}/bin/`
}

/** Installs PostGIS from Debian when it may; says in a sentence how it stands. */
export function setUpPostGis() {
  if (!findPostGis() && canInstall()) {
    try {
      install(postGisPackages)
    } catch (error) {
      return `PostGIS could not be installed (${error.message}): the tests that need it are skipped.`
    }
  }
  return findPostGis()
    ? 'PostGIS is here: a MapServer of the tests reads from it.'
    : `PostGIS is not here and cannot be installed: the tests that need it are skipped. On Debian: apt-get install ${postGisPackages.join(' ')}`
}
