import { parseArgs } from 'node:util'

export type DemoFlags = {
  readonly once: boolean
  readonly accounts: number
  readonly seed: number
  readonly output: 'table' | 'json'
  readonly port: number
}

export const demoUsage = 'Usage: npm run demo -- [--accounts N] [--seed S] [--port P] [--once] [--output table|json]'

const spec = {
  once: { type: 'boolean' },
  accounts: { type: 'string' },
  seed: { type: 'string' },
  output: { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** The flags of a command line, or every problem with them at once. */
export function readDemoFlags(argv: readonly string[]): { readonly flags: DemoFlags } | { readonly problems: readonly string[] } {
  const { values, positionals } = parseArgs({ args: [...argv], options: spec, strict: false, allowPositionals: true })
  const problems = [
    ...positionals.map((word) => `${word} is not a flag.`),
    ...Object.keys(values)
      .filter((name) => !(name in spec))
      .map((name) => `--${name} is not a flag of the demo.`),
  ]
  const whole = (name: 'accounts' | 'seed' | 'port', range: { min: number; max: number; fallback: number }): number => {
    const text = values[name]
    if (text === undefined) return range.fallback
    const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= range.min && value <= range.max) return value
    problems.push(`--${name} must be a whole number from ${range.min} to ${range.max}, not ${String(text)}.`)
    return range.fallback
  }
  const output = values.output ?? 'table'
  if (output !== 'table' && output !== 'json') problems.push(`--output must be table or json, not ${String(output)}.`)
  const flags = {
    once: values.once === true,
    accounts: whole('accounts', { min: 2, max: 20_000, fallback: 127 }),
    seed: whole('seed', { min: 0, max: 2_147_483_647, fallback: 1 }),
    port: whole('port', { min: 0, max: 65_535, fallback: 0 }),
    output: output as DemoFlags['output'],
  }
  return problems.length > 0 || values.help === true ? { problems } : { flags }
}
