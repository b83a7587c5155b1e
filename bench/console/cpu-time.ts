import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Processor time that a process and all below it have used so far, in milliseconds; null where the system does not tell (it is Linux that does). */
export function cpuTimeOfTree(root: number | undefined): number | null {
  const processes = readProcesses()
  if (root === undefined || !processes.has(root)) return null
  let ticks = 0
  for (const [pid, { ticks: own }] of processes) if (descendsFrom(processes, { pid, root })) ticks += own
  return (ticks / ticksPerSecond) * 1000
}

type Processes = ReadonlyMap<number, { readonly parent: number; readonly ticks: number }>

/**
 * User and system time of a process and of its children that ended, lest a database connection that closes takes its time along.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name may hold spaces, so fields count from the closing parenthesis.
 */
function readProcesses(): Processes {
  const found = new Map<number, { parent: number; ticks: number }>()
  for (const name of listProcesses()) {
    const fields = statOf(name)?.split(' ')
    if (fields !== undefined) found.set(Number(name), { parent: Number(fields[1]), ticks: sum(fields.slice(11, 15)) })
  }
  return found
}

function sum(fields: readonly string[]): number {
  return fields.reduce((total, field) => total + Number(field), 0)
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function statOf(pid: string): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2)
  } catch {
    return undefined
  }
}

function descendsFrom(processes: Processes, { pid, root }: { readonly pid: number; readonly root: number }): boolean {
  for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true
  return false
}
