import { defineCommand, UsageError } from '../define-command.ts'
import { present } from '../present.ts'
import { readSecretFile } from '../read-secret-file.ts'

export const identityProviderSetCommand = defineCommand({
  name: 'identity-provider set',
  summary: 'Let people in through an OpenID Connect provider, by what its claims say of them',
  details:
    'Example: reeve identity-provider set corp --name "Corp SSO" --issuer https://sso.example.com --client-id reeve \\\n  --client-secret-file secret.txt --grant groups=aws-admins=organization-admin --grant "groups=blue=viewer=badge:team=blue"\nWhoever has no claim that gives a role is refused. Without --client-secret-file the stored secret stays.',
  arguments: [{ name: 'id', summary: 'its id: small letters, digits and hyphens; part of the redirect address', fields: ['provider'] }],
  options: {
    name: { type: 'string', required: true, value: 'TEXT', summary: 'What people see on the button' },
    issuer: { type: 'string', required: true, value: 'URL', summary: 'Exactly as the provider calls itself' },
    'client-id': { type: 'string', required: true, value: 'ID', summary: 'Of Reeve at the provider' },
    'client-secret-file': { type: 'string', value: 'FILE', summary: 'File that holds the client secret', fields: ['clientSecret'] },
    'no-client-secret': { type: 'boolean', summary: 'A public client: store none' },
    'oidc-scope': { type: 'string', multiple: true, value: 'SCOPE', summary: 'openid, email and profile when absent', fields: ['scopes'] },
    grant: {
      type: 'string',
      multiple: true,
      required: true,
      value: 'CLAIM=VALUE=ROLE[=SELECTOR]',
      summary: 'Whoever’s claim holds the value gets the role, everywhere or where the selector says',
      fields: ['grants', 'grants.claim', 'grants.value', 'grants.role', 'grants.scope'],
    },
  },
  run: async ({ api, must, text, texts, flag, io }) => {
    if (flag('no-client-secret') === true && text('client-secret-file') !== undefined)
      throw new UsageError(['--no-client-secret: not together with --client-secret-file.'])
    const secret = await readSecretFile('client-secret-file', text('client-secret-file'))
    const body = present({
      name: must('name'),
      issuer: must('issuer'),
      clientId: must('client-id'),
      clientSecret: flag('no-client-secret') === true ? null : secret,
      scopes: texts('oidc-scope').length === 0 ? undefined : texts('oidc-scope'),
      grants: texts('grant').map(readGrant),
    })
    await (await api()).send({ method: 'PUT', path: `/v1/identity-providers/${encodeURIComponent(must('id'))}`, body })
    io.note(`People sign in through ${must('id')} from now on.`)
    return { kind: 'nothing' }
  },
})

function readGrant(text: string): object {
  const [claim, value, role, ...scope] = text.split('=')
  if (claim === undefined || value === undefined || role === undefined)
    throw new UsageError([`--grant ${text}: write CLAIM=VALUE=ROLE, and =SELECTOR where it does not reach everywhere.`])
  return { claim, value, role, scope: scope.length === 0 ? null : scope.join('=') }
}
