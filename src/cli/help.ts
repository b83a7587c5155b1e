import type { Command, OptionSpec } from './define-command.ts'
import { globalOptions, nearest } from './parse-command.ts'

/** The list of everything, grouped by noun. */
export function helpOverview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.toSorted((a, b) => a.name.localeCompare(b.name)).map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'Usage: reeve <noun> <verb> [arguments] [options]',
    '',
    ...lines,
    '',
    'reeve <noun> <verb> --help tells more. Data goes to stdout, everything else to stderr.',
    'Exit codes: 0 ok, 1 error, 2 usage, 3 findings or differences, 4 partial coverage or bad input lines.',
    '',
  ].join('\n')
}

export function helpNoun(noun: string, commands: readonly Command[]): string {
  const own = commands.filter(({ name }) => name.split(' ')[0] === noun)
  return helpOverview(own)
}

export function helpCommand(command: Command): string {
  const args = (command.arguments ?? []).map(({ name, isOptional, isVariadic }) => {
    const shown = `<${name}>${isVariadic === true ? ' …' : ''}`
    return isOptional === true ? `[${shown}]` : shown
  })
  return [
    `Usage: reeve ${[command.name, ...args, '[options]'].join(' ')}`,
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    ...section(
      'Arguments',
      (command.arguments ?? []).map(({ name, summary }) => [`<${name}>`, summary]),
    ),
    ...section('Options', Object.entries(command.options ?? {}).flatMap(optionLines)),
    ...section('Everywhere', Object.entries(globalOptions).flatMap(optionLines)),
    '',
  ].join('\n')
}

/** What to say about a command that does not exist: the nearest one, or what the noun offers. */
export function unknownCommand(words: readonly string[], commands: readonly Command[]): string {
  const asked = words.slice(0, 2).join(' ')
  const nouns = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))]
  const noun = words[0] ?? ''
  if (nouns.includes(noun)) {
    const verbs = commands.filter(({ name }) => name.startsWith(`${noun} `)).map(({ name }) => name.split(' ')[1] ?? '')
    const verb = nearest(words[1] ?? '', verbs)
    return `There is no command "${asked}".${verb === undefined ? '' : ` Did you mean "${noun} ${verb}"?`} With ${noun}: ${verbs.join(', ')}.`
  }
  const near =
    nearest(
      asked,
      commands.map(({ name }) => name),
    ) ?? nearest(noun, nouns)
  return `There is no command "${asked}".${near === undefined ? '' : ` Did you mean "${near}"?`} reeve --help lists them all.`
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return []
  const width = Math.max(...rows.map(([left]) => left.length))
  return ['', `${title}:`, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)]
}

function optionLines([name, spec]: [string, OptionSpec]): [string, string][] {
  const value =
    spec.type === 'boolean'
      ? ''
      : ` ${spec.value ?? (spec.choices === undefined ? name.toUpperCase().replaceAll('-', '_') : spec.choices.join('|'))}`
  const range = spec.min === undefined && spec.max === undefined ? '' : ` (${spec.min ?? '…'}–${spec.max ?? '…'})`
  const shown = `--${spec.negatable === true ? '[no-]' : ''}${name}${value}${spec.multiple === true ? ' …' : ''}`
  return [[shown, `${spec.summary}${range}${spec.required === true ? ' (required)' : ''}`]]
}
