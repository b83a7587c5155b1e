import { defineCommand, UsageError } from '../define-command.ts'

type Rule = { readonly pattern: string; readonly days: number }

export const auditRetentionCommand = defineCommand({
  name: 'audit retention',
  summary: 'Show or set how long audit events are kept, by kind; what no rule fits is kept for ever',
  details:
    'Examples:\n  reeve audit retention\n  reeve audit retention --set "sign_in.*=90" --set "*=3650"\n  reeve audit retention --keep-all\nThe narrowest rule counts. Setting replaces every rule; 30 days at least.',
  options: {
    set: {
      type: 'string',
      multiple: true,
      value: 'KIND=DAYS',
      summary: 'A rule; every rule not named is gone',
      fields: ['items', 'items.pattern', 'items.days'],
    },
    'keep-all': { type: 'boolean', summary: 'Remove every rule: events are kept for ever' },
  },
  run: async ({ api, texts, flag }) => {
    const path = '/v1/audit/retention'
    const client = await api()
    const rules = texts('set').map(readRule)
    if (flag('keep-all') === true && rules.length > 0) throw new UsageError(['--keep-all and --set: give one of them.'])
    if (flag('keep-all') === true || rules.length > 0) await client.send({ method: 'PUT', path, body: { items: rules } })
    const { items } = await client.get<{ readonly items: readonly Rule[] }>(path)
    return { kind: 'rows', rows: items, columns: ['pattern', 'days'] }
  },
})

function readRule(text: string): Rule {
  const [, pattern, days] = /^([^=]+)=(\d+)$/.exec(text) ?? []
  if (pattern === undefined) throw new UsageError([`--set ${text}: write a kind and days, such as sign_in.*=90.`])
  return { pattern, days: Number(days) }
}
