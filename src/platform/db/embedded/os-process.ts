import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export type OsProcess = {
  readonly pid: number
  readonly commandLine: string
  /** Distinguishes two processes that had the same number. */ readonly startedAt: string
}

/** Looks at a live process; undefined when there is none of that number, or only a zombie that holds nothing any more. */
export async function findProcess(pid: number): Promise<OsProcess | undefined> {
  return process.platform === 'linux' ? readProc(pid) : askPs(pid)
}

/** Changes with every boot, so that process numbers of an earlier one mean nothing. Empty where the system has none. */
export async function findBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()
}

async function readProc(pid: number): Promise<OsProcess | undefined> {
  try {
    const [commandLine, stat] = await Promise.all([readFile(`/proc/${pid}/cmdline`, 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')])
    // The program's name stands in brackets and may hold spaces: fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return { pid, commandLine: commandLine.replaceAll('\0', ' ').trim(), startedAt: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

async function askPs(pid: number): Promise<OsProcess | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-o', 'command=', '-p', String(pid)])
    // `lstart` is 24 characters wide: "Sat Nov 21 18:43:34 2026".
    return { pid, startedAt: stdout.slice(0, 24), commandLine: stdout.slice(24).trim() }
  } catch {
    return undefined
  }
}
