import { accountArgument } from '../account-options.ts'
import { defineCommand, UsageError } from '../define-command.ts'

export const accountIgnoreCommand = defineCommand({
  name: 'account ignore',
  summary: 'Leave an account out of checks and attention until a day, for a reason; --off takes it back',
  arguments: [accountArgument],
  options: {
    until: { type: 'string', value: 'TIME', summary: 'Until when, at most a year from now: 2027-01-31T00:00:00Z' },
    reason: { type: 'string', summary: 'Why; shown wherever the account is' },
    off: { type: 'boolean', summary: 'Take it back into checks now' },
  },
  run: async ({ api, must, text, flag }) => {
    const path = `/v1/accounts/${encodeURIComponent(must('account'))}`
    if (flag('off') === true)
      return { kind: 'item', item: (await (await api()).send<object>({ method: 'POST', path: `${path}/unignore` })).body }
    const missing = ['until', 'reason'].filter((name) => text(name) === undefined)
    if (missing.length > 0) throw new UsageError(missing.map((name) => `--${name} is required, unless --off is given.`))
    return { kind: 'item', item: await (await api()).post<object>(`${path}/ignore`, { until: text('until'), reason: text('reason') }) }
  },
})
