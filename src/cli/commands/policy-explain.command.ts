import { defineCommand, UsageError } from '../define-command.ts'

export const policyExplainCommand = defineCommand({
  name: 'policy explain',
  summary: "Explain one request with the organization policies harvested for the caller's account",
  details:
    'Example: reeve policy explain --account 111122223333 --principal arn:aws:iam::111122223333:role/x --action s3:PutObject --context aws:RequestedRegion=eu-west-1 -o json',
  options: {
    account: { type: 'string', value: 'ID', required: true, summary: 'Account of the caller', fields: ['accountId'] },
    principal: { type: 'string', value: 'ARN', required: true, summary: 'Who asks', fields: ['principalArn'] },
    action: { type: 'string', value: 'ACTION', required: true, summary: 'What is asked, such as s3:PutObject' },
    resource: { type: 'string', value: 'ARN', summary: 'On what; * when absent', fields: ['resource.arn'] },
    'resource-account': { type: 'string', value: 'ID', summary: 'Account of the resource', fields: ['resource.accountId'] },
    context: { type: 'string', multiple: true, value: 'KEY=VALUE', summary: 'A condition key; again for more values of it' },
  },
  run: async ({ api, must, text, texts }) => {
    const resource = { arn: text('resource') ?? '*', accountId: text('resource-account') }
    const body = {
      accountId: must('account'),
      principalArn: must('principal'),
      action: must('action'),
      resource,
      context: readContext(texts('context')),
    }
    return { kind: 'item', item: await (await api()).post<object>('/v1/policies/explain', body) }
  },
})

function readContext(pairs: readonly string[]): Record<string, string | string[]> {
  const context: Record<string, string | string[]> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new UsageError([`--context ${pair}: write KEY=VALUE.`])
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const known = context[key]
    context[key] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return context
}
