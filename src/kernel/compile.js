/**
 * Compiles the kernel to WebAssembly, and that to JavaScript for pages whose policy refuses it: `node src/kernel/compile.js` writes both into `src/data`.
 * AssemblyScript, which is TypeScript for machines, lets one source do for both.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import binaryen from 'binaryen'
import { transform } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The kernel as WebAssembly. @throws what is wrong with its source */
async function compiled() {
  let wasm
  const options = { writeFile: (name, contents) => void (name === 'kernel.wasm' && (wasm = contents)) }
  const { error, stderr } = await asc.main(['index.ts', '--baseDir', here, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='], options)
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  return wasm
}

/** The same as statements in JavaScript, of which the last returns a kernel. */
async function scriptOf(wasm) {
  binaryen.setOptimizeLevel(3)
  const module = binaryen.readBinary(wasm)
  module.setFeatures(binaryen.Features.All)
  module.optimize()
  const script = module.emitAsmjs()
  module.dispose()
  const end = script.lastIndexOf('var retasmFunc')
  const body = script.slice(0, end).replace(/^import .*\n/gm, '')
  if (end < 0 || !body.includes('function asmFunc')) throw new Error('The JavaScript is written in another way')
  return (await transform(`(() => {${body}; return asmFunc({}) })()`, { minify: true })).code
}

/** The files that are made of the kernel, by name. */
export async function kernelFiles() {
  const wasm = await compiled()
  const note = '// Made by src/kernel/compile.js: change src/kernel instead.\n'
  return {
    'kernel-wasm.ts': `${note}\n/** The kernel as WebAssembly, in base64. */\nexport const kernelWasm = '${Buffer.from(wasm).toString('base64')}'\n`,
    // No TypeScript, which takes `a<(b|c)>(d)` for a call.
    'kernel-script.js': `${note}\n/**\n * A kernel in JavaScript.\n * @returns {import('./kernel-exports.js').KernelExports}\n */\nexport function kernelScript() {\n  return ${await scriptOf(wasm)}}\n`,
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await kernelFiles())) writeFileSync(new URL(`../data/${name}`, import.meta.url), text)
}
