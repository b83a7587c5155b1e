import { defineCommand } from '../define-command.ts'
import { present } from '../present.ts'
import { connectionArgument, type ConnectionForm, connectionPath, findConnection, grantsOf } from '../scim-options.ts'

export const scimSetCommand = defineCommand({
  name: 'scim set',
  summary: 'Let a directory provision people, or change how; what is not given stays',
  details:
    'Example: reeve scim set entra --name "Entra ID" --identity-provider corp --external-id-claim oid \\\n  --grant aws-admins=organization-admin --grant aws-blue=editor=badge:team=blue\nThen: reeve scim rotate entra',
  arguments: [connectionArgument],
  options: {
    name: { type: 'string', value: 'TEXT', summary: 'What people call it; the id when absent' },
    'identity-provider': {
      type: 'string',
      value: 'ID',
      summary: 'Where its people sign in; see: reeve identity-provider list',
      fields: ['identityProvider'],
    },
    'provisioned-only': {
      type: 'boolean',
      negatable: true,
      summary: 'Refuse whom the directory did not provision; so unless said otherwise',
      fields: ['provisionedOnly'],
    },
    'external-id-claim': {
      type: 'string',
      value: 'CLAIM',
      summary: 'The claim that is the externalId: sub, or oid for Entra ID',
      fields: ['match', 'match.externalIdClaim'],
    },
    'user-name-claim': {
      type: 'string',
      value: 'CLAIM',
      summary: 'Else the claim that is the userName, such as preferred_username',
      fields: ['match.userNameClaim'],
    },
    'match-email': {
      type: 'boolean',
      negatable: true,
      summary: 'Else an e-mail that the provider verified',
      fields: ['match.verifiedEmail'],
    },
    grant: {
      type: 'string',
      multiple: true,
      value: 'GROUP=ROLE[=SELECTOR]',
      summary: 'Members of the group of this name have the role; all that are given replace all before',
      fields: ['grants', 'grants.value', 'grants.role', 'grants.scope'],
    },
    'grant-id': { type: 'string', multiple: true, value: 'ID=ROLE[=SELECTOR]', summary: 'The same by the group’s id in the directory' },
    'no-grants': { type: 'boolean', summary: 'No group gives a role any more' },
    'dry-run': { type: 'boolean', summary: 'Only show what would stand; exit 3 if that is new' },
  },
  run: async (call) => {
    const client = await call.api()
    const path = connectionPath(call)
    const found = await findConnection(client, path)
    const form = formOf(call, found?.form)
    if (call.flag('dry-run') === true)
      return { kind: 'item', item: form, exitCode: JSON.stringify(form) === JSON.stringify(found?.form) ? 0 : 3 }
    const set = await client.send<object>({ method: 'PUT', path, body: form, ...(found?.etag !== undefined && { ifMatch: found.etag }) })
    if (found === undefined) call.io.note(`Now give the directory a token: reeve scim rotate ${call.must('connection')}`)
    return { kind: 'item', item: set.body }
  },
})

function formOf(call: Parameters<typeof scimSetCommand.run>[0], before: ConnectionForm | undefined): ConnectionForm {
  const { text, flag, must } = call
  const grants = grantsOf(call)
  const match = present({
    externalIdClaim: text('external-id-claim'),
    userNameClaim: text('user-name-claim'),
    verifiedEmail: flag('match-email'),
  })
  return {
    name: text('name') ?? before?.name ?? must('connection'),
    identityProvider: text('identity-provider') ?? before?.identityProvider ?? null,
    provisionedOnly: flag('provisioned-only') ?? before?.provisionedOnly ?? true,
    match: { ...(before?.match ?? { externalIdClaim: 'sub', userNameClaim: null, verifiedEmail: false }), ...match },
    grants: flag('no-grants') === true ? [] : grants.length > 0 ? grants : (before?.grants ?? []),
  }
}
