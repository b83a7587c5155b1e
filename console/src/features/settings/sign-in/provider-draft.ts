import type { CallOptions } from '../../../api/client.ts'
import type { IdentityProvider } from '../../../api/operations.gen.ts'
import { refusal } from '../../../api/refusal.ts'
import { type GrantDraft, grantDraftOf, grantFaults, grantOf, newGrant } from '../access/grant-draft.ts'

type Body = CallOptions<'PUT /v1/identity-providers/{provider}'>['body']

/** Whoever's claim holds the value gets the role there. */
export type MappingDraft = GrantDraft & { readonly claim: string; readonly value: string }

export type ProviderDraft = {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** A stored secret is never shown: it is kept, replaced, or done without. */
  readonly secretIs: 'kept' | 'given' | 'none'
  readonly secret: string
  readonly scopes: string
  readonly mappings: readonly MappingDraft[]
}

export function newMapping(): MappingDraft {
  return { ...newGrant(), claim: 'groups', value: '' }
}

export function newProvider(): ProviderDraft {
  return {
    id: '',
    name: '',
    issuer: '',
    clientId: '',
    secretIs: 'given',
    secret: '',
    scopes: 'openid email profile',
    mappings: [newMapping()],
  }
}

export function providerDraftOf({ id, name, issuer, clientId, hasClientSecret, scopes, grants }: IdentityProvider): ProviderDraft {
  return {
    id,
    name,
    issuer,
    clientId,
    secretIs: hasClientSecret ? 'kept' : 'none',
    secret: '',
    scopes: scopes.join(' '),
    mappings: grants.map(({ claim, value, ...grant }) => ({ ...grantDraftOf(grant), claim, value })),
  }
}

/** The draft as the API takes it. A secret goes along only where one was typed to be stored. */
export function providerBodyOf({ name, issuer, clientId, secretIs, secret, scopes, mappings }: ProviderDraft): Body {
  const faults = [
    ...(secretIs === 'given' && secret === ''
      ? [{ field: 'clientSecret', message: 'Enter the client secret, or choose to have none.' }]
      : []),
    ...(mappings.length === 0 ? [{ field: 'grants', message: 'Without a mapping nobody would be let in. Add one.' }] : []),
    ...mappings.flatMap((mapping, index) => [
      ...(mapping.claim.trim() === '' ? [{ field: `grants.${index}.claim`, message: 'Name the claim.' }] : []),
      ...(mapping.value.trim() === '' ? [{ field: `grants.${index}.value`, message: 'Write what the claim has to hold.' }] : []),
      ...grantFaults(mapping, `grants.${index}.`),
    ]),
  ]
  if (faults.length > 0) throw refusal(faults)
  return {
    name: name.trim(),
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    ...(secretIs === 'kept' ? {} : { clientSecret: secretIs === 'none' ? null : secret }),
    scopes: scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
    grants: mappings.map((mapping) => ({ claim: mapping.claim.trim(), value: mapping.value.trim(), ...grantOf(mapping) })),
  }
}

/** The address to enter at the provider. */
export function callbackOf(template: string, id: string): string {
  return template.replace('{provider}', id === '' ? '…' : id)
}
