import { parseArgs } from 'node:util'
import { type Command, type OptionSpec, type OutputFormat, UsageError } from './define-command.ts'

export type ParsedCommand = {
  readonly values: Readonly<Record<string, string | boolean | number | readonly string[]>>
  readonly output: OutputFormat | undefined
  readonly ownFormat: string | undefined
  readonly wantsHelp: boolean
  readonly asOperator: boolean
}

export const globalOptions: Readonly<Record<string, OptionSpec>> = {
  output: { type: 'string', value: 'FORMAT', summary: 'table, json, jsonl or csv (table on a terminal and elsewhere)' },
  'as-operator': { type: 'boolean', summary: 'With DATABASE_URL and no running server: work on that database from here, as os:<uid>' },
  help: { type: 'boolean', summary: 'Show this help' },
}

const formats: readonly OutputFormat[] = ['table', 'json', 'jsonl', 'csv']

/** Reads a command's own arguments. Throws `UsageError` with every fault at once, each naming the flag and the rule it breaks. */
export function parseCommand(command: Command, argv: readonly string[]): ParsedCommand {
  const specs = { ...command.options, ...globalOptions }
  const faults: string[] = []
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: nodeOptions(specs),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const result: Record<string, string | boolean | number | readonly string[]> = {}

  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const fault = checkToken(token, specs)
    if (fault !== undefined) faults.push(fault)
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = spec.negatable === true && values[`no-${name}`] === true ? false : values[name]
    if (value === undefined) {
      if (spec.required === true) faults.push(`--${name} is required: ${spec.summary}.`)
      continue
    }
    const read = readOption(name, spec, value, faults)
    if (read !== undefined) result[name] = read
  }
  readArguments(command, positionals, { result, faults })

  const asked = result['output'] as string | undefined
  const isOwn = asked !== undefined && (command.ownFormats ?? []).includes(asked)
  if (asked !== undefined && !isOwn && !formats.includes(asked as OutputFormat))
    faults.push(`--output ${asked}: must be one of ${[...formats, ...(command.ownFormats ?? [])].join(', ')}.`)
  const wantsHelp = result['help'] === true
  if (faults.length > 0 && !wantsHelp) throw new UsageError(faults)
  return {
    values: result,
    output: isOwn ? undefined : (asked as OutputFormat | undefined),
    ownFormat: isOwn ? asked : undefined,
    wantsHelp,
    asOperator: result['as-operator'] === true,
  }
}

type NodeOption = { type: 'string' | 'boolean'; multiple?: boolean; short?: string }

function nodeOptions(specs: Readonly<Record<string, OptionSpec>>): Record<string, NodeOption> {
  const options: Record<string, NodeOption> = {}
  for (const [name, spec] of Object.entries(specs)) {
    options[name] = {
      type: spec.type === 'boolean' ? 'boolean' : 'string',
      ...(spec.multiple === true ? { multiple: true } : {}),
      ...(name === 'output' ? { short: 'o' } : name === 'help' ? { short: 'h' } : {}),
    }
    if (spec.negatable === true) options[`no-${name}`] = { type: 'boolean' }
  }
  return options
}

function checkToken(
  token: { readonly name: string; readonly rawName: string; readonly value: string | undefined },
  specs: Readonly<Record<string, OptionSpec>>,
): string | undefined {
  const negated = token.name.startsWith('no-') ? specs[token.name.slice(3)] : undefined
  const spec = specs[token.name] ?? (negated?.negatable === true ? negated : undefined)
  if (spec === undefined) {
    const near = nearest(token.name, Object.keys(specs))
    return `${token.rawName} is not an option of this command.${near === undefined ? '' : ` Did you mean --${near}?`}`
  }
  if (spec.type === 'boolean' && token.value !== undefined) return `${token.rawName} takes no value.`
  if (spec.type !== 'boolean' && token.value === undefined)
    return `${token.rawName} needs a value${spec.value === undefined ? '' : ` (${spec.value})`}.`
  return undefined
}

function readOption(
  name: string,
  spec: OptionSpec,
  value: string | boolean | (string | boolean)[],
  faults: string[],
): string | boolean | number | readonly string[] | undefined {
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string')
  if (spec.type === 'boolean') return value === true
  if (typeof value !== 'string') return undefined
  if (spec.type === 'integer') return readInteger(name, spec, { value, faults })
  if (spec.choices !== undefined && !spec.choices.includes(value))
    faults.push(`--${name} ${value}: must be one of ${spec.choices.join(', ')}.`)
  return value
}

function readInteger(name: string, { min, max }: OptionSpec, { value, faults }: { value: string; faults: string[] }): number | undefined {
  const number = Number(value)
  if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) faults.push(`--${name} ${value}: must be a whole number.`)
  else if (min !== undefined && number < min) faults.push(`--${name} ${value}: must be at least ${min}.`)
  else if (max !== undefined && number > max) faults.push(`--${name} ${value}: must be at most ${max}.`)
  else return number
  return undefined
}

function readArguments(
  command: Command,
  positionals: readonly string[],
  { result, faults }: { result: Record<string, string | boolean | number | readonly string[]>; faults: string[] },
): void {
  const specs = command.arguments ?? []
  for (const [i, { name, summary, isOptional, isVariadic }] of specs.entries()) {
    const given = isVariadic === true ? positionals.slice(i) : positionals.slice(i, i + 1)
    if (given.length === 0 && isOptional !== true) faults.push(`<${name}> is required: ${summary}.`)
    if (given.length > 0) result[name] = isVariadic === true ? given : (given[0] ?? '')
  }
  const surplus = specs.at(-1)?.isVariadic === true ? [] : positionals.slice(specs.length)
  // After an option we do not know, its value looks like an argument: complaining of both would send people the wrong way.
  if (surplus.length > 0 && !faults.some((fault) => fault.includes('is not an option')))
    faults.push(`Unexpected argument${surplus.length > 1 ? 's' : ''}: ${surplus.join(' ')}`)
}

/** The candidate that a slip of the fingers most likely meant: edit distance at most two, or a third of the word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substituted, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
