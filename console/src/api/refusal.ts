import { type FieldError, Problem } from './problem.ts'

/** What a page knows to be incomplete, said like the server's refusals, so that it stands beside the field and in the summary. */
export function refusal(fields: readonly FieldError[]): Problem {
  const errors = fields.map(({ field, message }) => ({ field, rule: 'incomplete', message }))
  return new Problem({
    type: 'about:blank',
    title: 'Incomplete',
    status: 400,
    detail: errors.map(({ message }) => message).join(' '),
    code: 'invalid_input',
    requestId: '',
    errors,
  })
}
