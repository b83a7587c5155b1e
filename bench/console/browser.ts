import type { ConsoleRow } from '../console.bench.ts'
import type { Stage } from './stage.ts'

export const browserCases = [] as readonly string[]
export const isBrowserCase = (name: string): boolean => browserCases.includes(name)

export async function measureBrowser(_: Stage, __: { cases: readonly string[]; minutes: number }): Promise<ConsoleRow[]> {
  return []
}
