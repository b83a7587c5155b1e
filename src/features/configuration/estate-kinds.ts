import type { AccountConfig } from './access-sections.ts'
import type { ActualAccount, ActualChannel, ActualOrganization, ActualRole } from './actual-state.ts'
import type { ChannelConfig, OrganizationConfig, RoleConfig } from './config-document.ts'
import { type Fields, type Kind, withoutSecret } from './compare.ts'
import type { PlanOptions } from './plan.ts'

export const roleKind: Kind<RoleConfig, ActualRole> = {
  kind: 'role',
  nameOf: ({ name }) => name,
  wantedFields: ({ description, permissions }) => ({ description, permissions: permissions.toSorted() }),
  actualFields: ({ description, permissions }) => ({ description, permissions: permissions.toSorted() }),
  body: ({ description, permissions }) => ({ description, permissions }),
}

export function organizationKind({ resendCredentials }: PlanOptions): Kind<OrganizationConfig, ActualOrganization> {
  return {
    kind: 'organization',
    nameOf: ({ organizationId }) => organizationId,
    wantedFields: (wanted) => ({ ...settingsOf(wanted), ...wantedCredentials(wanted) }),
    actualFields: (actual) => ({ ...settingsOf(actual), ...actualCredentials(actual) }),
    extraChanges: () => (resendCredentials ? [{ field: 'credentials', before: '(set)', after: '(sent again)' }] : []),
    body: (wanted, changes) => {
      const isEdit = changes !== undefined
      const isWithCredentials = !isEdit || changes.some(({ field }) => field.startsWith('credentials'))
      return { ...settingsOf(wanted), ...(isWithCredentials && { credentials: wanted.credentials }) }
    },
    versionOf: ({ version }) => version,
  }
}

type Settings = Pick<
  ActualOrganization,
  'nickname' | 'excludePrefixes' | 'scopeOuIds' | 'autoRemoveSuspended' | 'autoRemoveStates' | 'autoBadge' | 'syncEveryMinutes'
>

/** Lists are sets: their order means nothing. */
function settingsOf({ excludePrefixes, scopeOuIds, autoRemoveStates, ...settings }: Settings): Fields {
  const { nickname, autoRemoveSuspended, autoBadge, syncEveryMinutes } = settings
  const [prefixes, ouIds, states] = [excludePrefixes, scopeOuIds, autoRemoveStates].map((list) => list.toSorted())
  return {
    nickname,
    excludePrefixes: prefixes,
    scopeOuIds: ouIds,
    autoRemoveSuspended,
    autoRemoveStates: states,
    autoBadge,
    syncEveryMinutes,
  }
}

type Caller = { readonly kind: string; readonly profile?: string; readonly accessKeyId?: string }

export function callerText({ kind, profile, accessKeyId }: Caller): string {
  if (kind === 'profile') return `profile ${profile ?? ''}`
  return kind === 'stored_keys' ? `keys ${accessKeyId ?? ''}` : 'default'
}

function wantedCredentials({ credentials: { caller, organizationRole, memberRole } }: OrganizationConfig): Fields {
  return credentialFields({
    caller: callerText(caller),
    organizationRole: { ...organizationRole, hasExternalId: organizationRole.externalId !== null },
    memberRole: { ...memberRole, hasExternalId: memberRole.externalId !== null },
  })
}

function actualCredentials({ credentials: { caller, organizationRole, memberRole } }: ActualOrganization): Fields {
  return credentialFields({ caller: callerText(caller), organizationRole, memberRole })
}

type Session = { readonly sessionName: string; readonly durationSeconds: number; readonly hasExternalId: boolean }
type Visible = {
  readonly caller: string
  readonly organizationRole: Session & { readonly arn: string }
  readonly memberRole: Session & { readonly name: string }
}

function credentialFields({ caller, organizationRole, memberRole }: Visible): Fields {
  const session = (at: string, { sessionName, durationSeconds, hasExternalId }: Session) => ({
    [`credentials.${at}.sessionName`]: sessionName,
    [`credentials.${at}.durationSeconds`]: durationSeconds,
    [`credentials.${at}.hasExternalId`]: hasExternalId,
  })
  return {
    'credentials.caller': caller,
    'credentials.organizationRole.arn': organizationRole.arn,
    ...session('organizationRole', organizationRole),
    'credentials.memberRole.name': memberRole.name,
    ...session('memberRole', memberRole),
  }
}

export function channelKind({ channelsWithOtherSecret }: PlanOptions): Kind<ChannelConfig, ActualChannel> {
  return {
    kind: 'channel',
    nameOf: ({ name }) => name,
    wantedFields: ({ name, isEnabled, subscriptions, email, slack, webhook }) => ({
      name,
      kind: email !== undefined ? 'email' : slack !== undefined ? 'slack' : 'webhook',
      isEnabled,
      subscriptions,
      email: email && withoutSecret(email, 'password'),
      webhook: webhook && withoutSecret(webhook, 'secret'),
      hasSecret: email === undefined || email.password !== null,
    }),
    actualFields: ({ name, kind, isEnabled, subscriptions, email, webhook, hasSecret }) => ({
      name,
      kind,
      isEnabled,
      subscriptions,
      email,
      webhook,
      hasSecret,
    }),
    extraChanges: ({ name }, { hasSecret }) =>
      hasSecret && channelsWithOtherSecret.has(name) ? [{ field: 'secret', before: '(set)', after: '(another)' }] : [],
    body: ({ name, isEnabled, subscriptions, email, slack, webhook }) => ({
      name,
      isEnabled,
      subscriptions,
      ...(email && { email }),
      ...(slack && { slack }),
      ...(webhook && { webhook }),
    }),
    versionOf: ({ version }) => version,
  }
}

export function accountKind({ resendCredentials }: PlanOptions): Kind<AccountConfig, ActualAccount> {
  return {
    kind: 'account',
    nameOf: ({ accountId }) => accountId,
    wantedFields: ({ name, harvestingStrategy, credentials: { caller, role } }) => ({
      name,
      ...(harvestingStrategy !== undefined && { harvestingStrategy }),
      ...accountCredentials(caller, role && { ...role, hasExternalId: role.externalId !== null }),
    }),
    actualFields: ({ name, harvestingStrategy, credentials: { caller, role } }) => ({
      name,
      harvestingStrategy,
      ...accountCredentials(caller, role),
    }),
    extraChanges: () => (resendCredentials ? [{ field: 'credentials', before: '(set)', after: '(sent again)' }] : []),
    body: ({ accountId, name, harvestingStrategy, credentials }, changes) => ({
      ...(changes === undefined && { accountId }),
      name,
      ...(harvestingStrategy !== undefined && { harvestingStrategy }),
      ...((changes === undefined || changes.some(({ field }) => field.startsWith('credentials'))) && { credentials }),
    }),
    versionOf: ({ version }) => version,
  }
}

function accountCredentials(caller: Caller, role: (Session & { readonly arn: string }) | null): Fields {
  return {
    'credentials.caller': callerText(caller),
    'credentials.role.arn': role?.arn ?? null,
    'credentials.role.sessionName': role?.sessionName ?? null,
    'credentials.role.durationSeconds': role?.durationSeconds ?? null,
    'credentials.role.hasExternalId': role?.hasExternalId ?? null,
  }
}
