import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostGis, postGisPackages, setUpPostGis } from '../setup/postgis.js'

export interface RunningPostGis {
  /** How programs connect: "host=/tmp/… dbname=postgres user=postgres". */
  readonly connection: string
  stop(): Promise<void>
}

/** Why there is no PostGIS here, or undefined when there is one (installed now if it may be). */
export function postGisMissing(): string | undefined {
  setUpPostGis()
  return findPostGis() ? undefined : `needs PostGIS (Debian: apt-get install ${postGisPackages.join(' ')})`
}

/** Starts a real PostgreSQL with PostGIS and an empty database, reached by a socket in a temporary folder that `stop` removes. */
export async function startPostGis(): Promise<RunningPostGis> {
  const programs = findPostGis()
  if (!programs) throw new Error('No PostGIS')
  const folder = mkdtempSync(join(tmpdir(), 'dge-postgis-'))
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? ownerOf('postgres') : undefined
  if (user) chownSync(folder, user.uid, user.gid)
  const owner = user ?? {}
  const data = join(folder, 'data')
  const options = { ...owner, stdio: 'pipe', cwd: folder } as const
  execFileSync(`${programs}initdb`, ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '-D', data], options)
  // The shell waits for the end of its input, which comes with the end of this process however it ends.
  const script = '"$0" -D "$1" -k "$2" -c listen_addresses= -c fsync=off & pid=$!; cat > /dev/null; kill -INT $pid; wait $pid'
  const server = spawn('/bin/sh', ['-c', script, `${programs}postgres`, data, folder], { ...owner, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] })
  const stop = async () => {
    const exit = new Promise((resolve) => server.once('exit', resolve))
    server.stdin.end()
    if (server.exitCode === null) await exit
    rmSync(folder, { recursive: true, force: true })
  }
  const connection = `host=${folder} dbname=postgres user=postgres`
  for (let attempt = 0; ; attempt++) {
    try {
      execFileSync(`${programs}psql`, [connection, '-c', 'CREATE EXTENSION IF NOT EXISTS postgis'], options)
      return { connection, stop }
    } catch (error) {
      if (attempt < 100) {
        await sleep(100)
        continue
      }
      await stop()
      throw new Error('PostgreSQL does not start', { cause: error })
    }
  }
}

function ownerOf(user: string): { readonly uid: number; readonly gid: number } {
  const id = (option: string) => Number(execFileSync('/usr/bin/id', [option, user], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
