import { DgeError } from '../data/errors.js'
import type { Loader } from 'vega'

/**
 * Vega's loader, held to http(s): only such addresses are loaded, only links to them and pictures are made, everything else
 * (`file:`, `javascript:`, `blob:`) is refused. `onError` gets what could not be loaded, which Vega would draw on without.
 */
export function restrictedLoader(loader: Loader | undefined, onError: (error: DgeError) => void): Loader {
  const told = (error: DgeError) => {
    onError(error)
    return error
  }
  return {
    ...(loader ?? ({} as Loader)),
    load: async (address, options) => {
      if (!loader || !isWeb(address)) throw told(refused(address))
      try {
        return await loader.load(address, options)
      } catch (cause) {
        throw told(new DgeError('network', `The specification’s data could not be loaded: ${address}`, { cause, url: address }))
      }
    },
    sanitize: async (address) => {
      const isImage = /^data:image\/(png|jpeg|webp|gif);/.test(address)
      if (!isImage && !isWeb(address)) throw refused(address)
      return { href: address }
    },
  } as Loader
}

function isWeb(address: string): boolean {
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol)
  } catch {
    return false
  }
}

function refused(address: string): DgeError {
  return new DgeError('unsupported', `The specification may not load ${address}`, { hint: 'Only http and https addresses are loaded.' })
}
