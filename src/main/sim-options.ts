import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type FaultPlan, faultPlan } from '#sim/faults.ts'
import { partitionIds } from '#sim/regions.ts'

const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)
const number = (min: number, max: number) =>
  z
    .string()
    .transform(whole)
    .pipe(
      z
        .int({ error: `must be a whole number from ${min} to ${max}` })
        .min(min)
        .max(max),
    )
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((text) => text === 'on')

/** Every flag of `npm run sim`, with what it may be. */
const flags = z.strictObject({
  port: number(0, 65_535).default(0),
  accounts: number(1, 50_000).default(127),
  seed: number(0, 2_147_483_647).default(1),
  world: z.string().default('estate'),
  partition: z.enum(partitionIds, { error: `must be ${partitionIds.join(', ')}` }).default('aws'),
  'standalone-accounts': number(0, 1000).default(0),
  'account-id': z
    .string()
    .regex(/^\d{12}$/, { error: 'must be twelve digits' })
    .optional(),
  'admin-access-key-id': z
    .string()
    .regex(/^\w{16,128}$/, { error: 'must be 16 to 128 letters and digits' })
    .optional(),
  'admin-secret-access-key': z.string().min(1, { error: 'must not be empty' }).optional(),
  throttle: onOff.default(true),
  lag: onOff.default(true),
  'fault-plan': z.string().optional(),
  'instance-role': z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, { error: 'must be the name of a role' })
    .optional(),
  'time-scale': number(1, 1000).default(1),
  'latency-ms': number(0, 60_000).default(40),
  'denial-messages': z.enum(['arn', 'plain'], { error: 'must be arn or plain' }).default('plain'),
  'legacy-simulator-artefact': onOff.default(false),
})

export type SimFlags = z.infer<typeof flags> & { readonly faults: FaultPlan | undefined }
export const simUsage = `Usage: npm run --silent sim -- ${Object.keys(flags.shape)
  .map((name) => `[--${name} …]`)
  .join(' ')}`

/** The flags of a command line, or every problem with them at once. */
export function readSimFlags(argv: readonly string[]): { readonly flags: SimFlags } | { readonly problems: readonly string[] } {
  const { values, problems } = parse(argv)
  const checked = flags.safeParse(values)
  if (!checked.success) problems.push(...checked.error.issues.flatMap(issueText))
  const admin = [values['admin-access-key-id'], values['admin-secret-access-key']]
  if (admin.filter((value) => value !== undefined).length === 1)
    problems.push('--admin-access-key-id and --admin-secret-access-key belong together; give both or neither')
  const path = values['fault-plan']
  const faults = typeof path === 'string' ? readFaultPlan(path, problems) : undefined
  return checked.success && problems.length === 0 ? { flags: { ...checked.data, faults } } : { problems }
}

/** Not strict, so that every unknown flag is told of and not only the first. */
function parse(argv: readonly string[]): { values: Record<string, unknown>; problems: string[] } {
  const options = Object.fromEntries(Object.keys(flags.shape).map((name) => [name, { type: 'string' as const }]))
  const { values, positionals } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true })
  return { values: { ...values }, problems: positionals.map((word) => `${word} is not a flag`) }
}

function readFaultPlan(path: string, problems: string[]): FaultPlan | undefined {
  try {
    const checked = faultPlan.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (checked.success) return checked.data
    problems.push(...checked.error.issues.map((issue) => `--fault-plan ${path}: ${issue.path.join('.')}: ${issue.message}`))
  } catch (error) {
    problems.push(`--fault-plan ${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return undefined
}

function issueText(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `--${key} is not a flag`)
  const name = `--${issue.path.join('.')}`
  return [issue.code === 'invalid_type' && issue.expected === 'string' ? `${name} needs a value` : `${name} ${issue.message}`]
}
