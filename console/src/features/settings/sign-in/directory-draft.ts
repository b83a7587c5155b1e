import type { CallOptions } from '../../../api/client.ts'
import type { ScimConnection } from '../../../api/operations.gen.ts'
import { refusal } from '../../../api/refusal.ts'
import { type GrantDraft, grantDraftOf, grantFaults, grantOf, newGrant } from '../access/grant-draft.ts'

type Body = CallOptions<'PUT /v1/scim-connections/{connection}'>['body']
type GroupClaim = 'displayName' | 'externalId'

/** Whoever is in the group gets the role there. */
export type GroupMappingDraft = GrantDraft & { readonly claim: GroupClaim; readonly value: string }

export type DirectoryDraft = {
  readonly id: string
  readonly name: string
  readonly identityProvider: string | null
  readonly provisionedOnly: boolean
  readonly externalIdClaim: string
  readonly userNameClaim: string
  readonly verifiedEmail: boolean
  readonly mappings: readonly GroupMappingDraft[]
}

export function newGroupMapping(): GroupMappingDraft {
  return { ...newGrant(), claim: 'displayName', value: '' }
}

export const newDirectory: DirectoryDraft = {
  id: '',
  name: '',
  identityProvider: null,
  provisionedOnly: true,
  externalIdClaim: 'sub',
  userNameClaim: '',
  verifiedEmail: false,
  mappings: [],
}

export function directoryDraftOf({ id, name, identityProvider, provisionedOnly, match, grants }: ScimConnection): DirectoryDraft {
  return {
    id,
    name,
    identityProvider,
    provisionedOnly,
    externalIdClaim: match.externalIdClaim,
    userNameClaim: match.userNameClaim ?? '',
    verifiedEmail: match.verifiedEmail,
    mappings: grants.map(({ claim, value, ...grant }) => ({ ...grantDraftOf(grant), claim, value })),
  }
}

/** The draft as the API takes it. */
export function directoryBodyOf(draft: DirectoryDraft): Body {
  const { name, identityProvider, provisionedOnly, externalIdClaim, userNameClaim, verifiedEmail, mappings } = draft
  const faults = mappings.flatMap((mapping, index) => [
    ...(mapping.value.trim() === '' ? [{ field: `grants.${index}.value`, message: 'Write which group.' }] : []),
    ...grantFaults(mapping, `grants.${index}.`),
  ])
  if (faults.length > 0) throw refusal(faults)
  return {
    name: name.trim(),
    identityProvider,
    provisionedOnly,
    match: {
      externalIdClaim: externalIdClaim.trim(),
      userNameClaim: userNameClaim.trim() === '' ? null : userNameClaim.trim(),
      verifiedEmail,
    },
    grants: mappings.map((mapping) => ({ claim: mapping.claim, value: mapping.value.trim(), ...grantOf(mapping) })),
  }
}
