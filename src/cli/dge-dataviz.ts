#!/usr/bin/env node
/** `npx dge-dataviz <command> …`: what is done with pages before they are published. Node, no browser. */
import { UsageError } from './command.js'
import type { Command } from './command.js'

/** One line per command. */
const commands: Readonly<Record<string, () => Promise<{ readonly default: Command }>>> = {
  render: () => import('./render.js'),
  weigh: () => import('./weigh.js'),
}

const [name = '', ...args] = process.argv.slice(2)
process.exitCode = await run()

async function run(): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    const help = name === '' || name === '--help' || name === '-h'
    const usages = await Promise.all(Object.values(commands).map(async (each) => (await each()).default.usage))
    const text = `Usage:\n${usages.map(indented).join('\n')}`
    if (help) console.log(text)
    else console.error(`There is no command “${name}”.\n${text}`)
    return help ? 0 : 2
  }
  const { default: command } = await load()
  if (args.includes('--help') || args.includes('-h')) {
    console.log(`Usage:\n${indented(command.usage)}`)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? `\n${error.hint}` : ''
    console.error(`dge-dataviz ${name}: ${message}${hint}`)
    if (!(error instanceof UsageError)) return 1
    console.error(`Usage:\n${indented(command.usage)}`)
    return 2
  }
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}
