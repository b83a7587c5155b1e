import type { ActualChannel, ActualOrganization, ActualRole, ActualState } from './actual-state.ts'
import type { ChannelConfig, ConfigDocument, OrganizationConfig, RoleConfig } from './config-document.ts'

export type Change = { readonly field: string; readonly before: unknown; readonly after: unknown }
export type StepKind = 'organization' | 'channel' | 'role'

/**
 * One step towards the document, as data: `body` still holds references where secrets belong. `version` is what the change was planned from,
 * so that another one made meanwhile is not overwritten.
 */
export type Step = {
  readonly action: 'add' | 'change' | 'remove'
  readonly kind: StepKind
  readonly name: string
  readonly changes: readonly Change[]
  readonly body?: Readonly<Record<string, unknown>>
  readonly version?: number
}

export type Plan = {
  readonly steps: readonly Step[]
  /** There, in a section of the document, but not in the document; removed only when asked to. */
  readonly unlisted: readonly { readonly kind: StepKind; readonly name: string }[]
}

export type PlanOptions = {
  readonly prune: boolean
  /** Names of channels whose stored secret is another one than the document refers to; asked of the server, which alone can compare. */
  readonly channelsWithOtherSecret: ReadonlySet<string>
  /** Send credentials of organizations again though nothing that can be seen differs. */
  readonly resendCredentials: boolean
}

/** What leads from the actual state to the document. Roles first and away last, because others refer to them. Planning after applying is empty. */
export function planConfiguration(document: ConfigDocument, actual: ActualState, options: PlanOptions): Plan {
  const roles = compare(
    document.roles,
    actual.roles?.filter(({ isCustom }) => isCustom),
    roleKind,
  )
  const organizations = compare(document.organizations, actual.organizations, organizationKind(options))
  const channels = compare(document.notifications?.channels, actual.channels, channelKind(options))
  const sections = [roles, organizations, channels]
  const unlisted = [channels, organizations, roles].flatMap((section) => section.unlisted)
  const removals = options.prune ? unlisted.map(({ kind, name }): Step => ({ action: 'remove', kind, name, changes: [] })) : []
  return { steps: [...sections.flatMap(({ steps }) => steps), ...removals], unlisted: options.prune ? [] : unlisted }
}

type Kind<Wanted, Actual> = {
  readonly kind: StepKind
  readonly nameOf: (item: Wanted | Actual) => string
  readonly wantedFields: (wanted: Wanted) => Fields
  readonly actualFields: (actual: Actual) => Fields
  readonly body: (wanted: Wanted, changes: readonly Change[] | undefined) => Readonly<Record<string, unknown>>
  readonly extraChanges?: (wanted: Wanted, actual: Actual) => readonly Change[]
  readonly versionOf?: (actual: Actual) => number
}
type Fields = Readonly<Record<string, unknown>>

function compare<Wanted, Actual>(
  wanted: readonly Wanted[] | undefined,
  actual: readonly Actual[] | undefined,
  kind: Kind<Wanted, Actual>,
): Plan {
  if (wanted === undefined) return { steps: [], unlisted: [] }
  const keyOf = (item: Wanted | Actual) => kind.nameOf(item).toLowerCase()
  const actualByKey = new Map((actual ?? []).map((item) => [keyOf(item), item]))
  const wantedKeys = new Set(wanted.map(keyOf))
  const steps = wanted.flatMap((item): Step[] => {
    const name = kind.nameOf(item)
    const current = actualByKey.get(keyOf(item))
    if (current === undefined) {
      const changes = differences({}, kind.wantedFields(item))
      return [{ action: 'add', kind: kind.kind, name, changes, body: kind.body(item, undefined) }]
    }
    const changes = [...differences(kind.actualFields(current), kind.wantedFields(item)), ...(kind.extraChanges?.(item, current) ?? [])]
    if (changes.length === 0) return []
    const version = kind.versionOf?.(current)
    return [{ action: 'change', kind: kind.kind, name, changes, body: kind.body(item, changes), ...(version !== undefined && { version }) }]
  })
  const unlisted = (actual ?? [])
    .filter((item) => !wantedKeys.has(keyOf(item)))
    .map((item) => ({ kind: kind.kind, name: kind.nameOf(item) }))
  return { steps, unlisted }
}

function differences(before: Fields, after: Fields): Change[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
}

const roleKind: Kind<RoleConfig, ActualRole> = {
  kind: 'role',
  nameOf: ({ name }) => name,
  wantedFields: ({ description, permissions }) => ({ description, permissions: permissions.toSorted() }),
  actualFields: ({ description, permissions }) => ({ description, permissions: permissions.toSorted() }),
  body: ({ description, permissions }) => ({ description, permissions }),
}

function organizationKind({ resendCredentials }: PlanOptions): Kind<OrganizationConfig, ActualOrganization> {
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
  'nickname' | 'excludePrefixes' | 'scopeOuIds' | 'autoRemoveSuspended' | 'autoRemoveStates' | 'autoBadge'
>

/** Lists are sets: their order means nothing. */
function settingsOf({ nickname, excludePrefixes, scopeOuIds, autoRemoveSuspended, autoRemoveStates, autoBadge }: Settings): Fields {
  const [prefixes, ouIds, states] = [excludePrefixes, scopeOuIds, autoRemoveStates].map((list) => list.toSorted())
  return { nickname, excludePrefixes: prefixes, scopeOuIds: ouIds, autoRemoveSuspended, autoRemoveStates: states, autoBadge }
}

function wantedCredentials({ credentials: { caller, organizationRole, memberRole } }: OrganizationConfig): Fields {
  return credentialFields({
    caller:
      caller.kind === 'profile' ? `profile ${caller.profile}` : caller.kind === 'stored_keys' ? `keys ${caller.accessKeyId}` : 'default',
    organizationRole: { ...organizationRole, hasExternalId: organizationRole.externalId !== null },
    memberRole: { ...memberRole, hasExternalId: memberRole.externalId !== null },
  })
}

function actualCredentials({ credentials: { caller, organizationRole, memberRole } }: ActualOrganization): Fields {
  const name =
    caller.kind === 'profile' ? `profile ${caller.profile}` : caller.kind === 'stored_keys' ? `keys ${caller.accessKeyId}` : 'default'
  return credentialFields({ caller: name, organizationRole, memberRole })
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

function channelKind({ channelsWithOtherSecret }: PlanOptions): Kind<ChannelConfig, ActualChannel> {
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

function withoutSecret(settings: Readonly<Record<string, unknown>>, secret: string): Fields {
  return Object.fromEntries(Object.entries(settings).filter(([field]) => field !== secret))
}
