import { existsSync } from 'node:fs'
import { canInstall, install } from './debian.js'

/** Debian's packages of MapServer, with the web server in front of it and the tool that loads data. */
export const mapServerPackages = ['cgi-mapserver', 'mapserver-bin', 'gdal-bin', 'lighttpd']

const programs = ['/usr/bin/mapserv', '/usr/sbin/lighttpd', '/usr/bin/ogr2ogr']

/** True when the programs that the WFS tests start are there. */
export function hasMapServer() {
  return programs.every((path) => existsSync(path))
}

/** Installs MapServer (with lighttpd and GDAL) from Debian when it may; says in a sentence how it stands. */
export function setUpMapServer() {
  if (!hasMapServer() && canInstall()) {
    try {
      install(mapServerPackages)
    } catch (error) {
      return `MapServer could not be installed (${error.message}): the tests that need it are skipped.`
    }
  }
  return hasMapServer()
    ? 'MapServer is here: the WFS tests talk to it.'
    : `MapServer is not here and cannot be installed: the tests that need it are skipped. On Debian: apt-get install ${mapServerPackages.join(' ')}`
}
