import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What zod says by itself, in the words of a library. */
const unspoken =
  /^(?:Too small: expected|Too big: expected|Invalid input: expected|Invalid option: expected|Invalid email address|Invalid URL|Invalid UUID)/

/** What is wrong with an input, in a sentence for a person. A schema that says something itself is left to say it. */
export function sentenceOf(issue: Issue, isMissing: boolean): string {
  if (!unspoken.test(issue.message)) return issue.message
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'too_big') return tooBig(issue)
  if (issue.code === 'invalid_type') return isMissing ? 'This is needed.' : (kinds[issue.expected] ?? issue.message)
  if (issue.code === 'invalid_value') return `This must be one of ${issue.values.map(String).join(', ')}.`
  return issue.code === 'invalid_format' ? (formats[issue.format] ?? issue.message) : issue.message
}

const kinds: Readonly<Record<string, string>> = {
  string: 'This must be text.',
  number: 'This must be a number.',
  int: 'This must be a whole number.',
  boolean: 'This must be true or false.',
  array: 'This must be a list.',
  object: 'This must be an object.',
}
const formats: Readonly<Record<string, string>> = {
  email: 'Write an e-mail address such as pat@example.com.',
  url: 'Write an address such as https://example.com.',
  uuid: 'This must be a UUID.',
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return minimum === 1 ? 'Fill this in.' : `Write at least ${minimum} characters.`
  if (origin === 'array' || origin === 'set') return minimum === 1 ? 'Give at least one.' : `Give at least ${minimum}.`
  return `This must be ${inclusive === false ? 'more than' : 'at least'} ${minimum}.`
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `Write at most ${maximum} characters.`
  if (origin === 'array' || origin === 'set') return `Give at most ${maximum}.`
  return `This must be ${inclusive === false ? 'less than' : 'at most'} ${maximum}.`
}
