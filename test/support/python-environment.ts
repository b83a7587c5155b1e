import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../.cache')
const oldest = '3.11'
const installLimitMs = 240_000

export type PythonEnvironment = { readonly kind: 'ready'; readonly python: string } | { readonly kind: 'absent'; readonly reason: string }

/**
 * A Python with exactly the pinned packages, every file checked against its hash, in a folder that git ignores; made once for each list.
 * Absent, with the reason, where this machine has no Python or cannot reach its package index. Whatever else fails, throws.
 */
export async function openPythonEnvironment(requirements: string): Promise<PythonEnvironment> {
  const version = await pythonVersion()
  if (version === undefined) return { kind: 'absent', reason: `python3 ${oldest} or newer with venv is not on this machine` }
  const key = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex').slice(0, 16)
  const directory = join(cache, `python-${key}`)
  const ready = { kind: 'ready', python: join(directory, 'bin', 'python') } as const
  if (existsSync(directory)) return ready
  // Made beside and moved, so that a folder of that name is whole; of two that race the second finds the first's.
  const fresh = `${directory}.${process.pid}`
  mkdirSync(cache, { recursive: true })
  try {
    await run('python3', ['-m', 'venv', fresh])
    const failure = await install(join(fresh, 'bin', 'python'), requirements)
    if (failure !== undefined) return { kind: 'absent', reason: failure }
    if (!existsSync(directory)) renameSync(fresh, directory)
    return ready
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

async function pythonVersion(): Promise<string | undefined> {
  const script = `import sys, venv, ensurepip; assert sys.version_info >= (${oldest.replace('.', ', ')}); print(sys.version.split()[0])`
  return run('python3', ['-c', script]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
}

async function install(python: string, requirements: string): Promise<string | undefined> {
  const args = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ]
  try {
    await run(python, args, { timeout: installLimitMs })
    return undefined
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    if (/NewConnectionError|ConnectTimeout|ReadTimeout|name resolution|Network is unreachable|ProxyError/.test(said))
      return 'python3 is here, but its package index cannot be reached'
    throw new Error(
      `The SCIM client could not be installed. To see why: python3 -m pip install --require-hashes -r ${requirements}\n${said}`,
      {
        cause: error,
      },
    )
  }
}
