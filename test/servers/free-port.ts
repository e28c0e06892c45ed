import { createServer } from 'node:net'

const given = new Set<number>()

/**
 * A free loopback port for a server that must be told one. Between 20000 and 31999, where systems give none to those who ask for any
 * (Linux: 32768 and up, https://docs.kernel.org/networking/ip-sysctl.html): a test's server could take it before the real one has it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => probe.close(resolve))
    if (given.size < given.add(port).size) return port
  }
}
