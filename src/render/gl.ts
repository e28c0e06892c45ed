/** What draws WebGL here: nothing, the processor, or a graphics card. */
export type GlPower = 'none' | 'software' | 'hardware'

const software = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i

let known: GlPower | undefined

/** Asks the browser once; a software renderer gets a lighter style (performance: lines cost it most). */
export function glPower(): GlPower {
  known ??= probe()
  return known
}

function probe(): GlPower {
  const canvas = document.createElement('canvas')
  const gl = canvas.getContext('webgl2')
  if (!gl) return 'none'
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  // Browsers allow about 16 contexts per page: this one is given back at once.
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return software.test(name) ? 'software' : 'hardware'
}
