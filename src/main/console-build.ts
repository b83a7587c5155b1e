import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '#platform/log/log.ts'

const root = join(import.meta.dirname, '../..')
export const consoleDirectory = join(root, 'console/dist')
const script = join(root, 'scripts/build-console.ts')
const builder = join(root, 'node_modules/vite/package.json')

/**
 * Builds the console where it is missing or older than its source, beside the running server, which answers people with a waiting page
 * until then. An installation without the build tools serves what it was installed with.
 */
export function refreshConsole({ log, signal }: { log: Log; signal: AbortSignal }): void {
  if (!existsSync(builder) || !existsSync(script)) {
    if (!existsSync(join(consoleDirectory, 'index.html')))
      log.warn({ consoleDirectory }, 'the console was not built into this installation')
    return
  }
  const child = spawn(process.execPath, [script, '--if-stale'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], signal })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
  })
  child.on('error', (error) => {
    if (!signal.aborted) log.error({ err: error }, 'the console could not be built')
  })
  child.on('exit', (code) => {
    if (code !== 0 && !signal.aborted) log.error({ code, said }, 'the console could not be built')
  })
}
