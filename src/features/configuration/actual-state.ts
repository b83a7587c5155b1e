/** What the API shows of an organization, as far as the configuration is about it. */
export type ActualOrganization = {
  readonly organizationId: string
  readonly nickname: string | null
  readonly credentials: {
    readonly caller: { readonly kind: 'default' | 'profile' | 'stored_keys'; readonly profile?: string; readonly accessKeyId?: string }
    readonly organizationRole: ActualSession & { readonly arn: string }
    readonly memberRole: ActualSession & { readonly name: string }
  }
  readonly excludePrefixes: readonly string[]
  readonly scopeOuIds: readonly string[]
  readonly autoRemoveSuspended: boolean
  readonly autoRemoveStates: readonly string[]
  readonly autoBadge: boolean
  readonly version: number
}
type ActualSession = { readonly sessionName: string; readonly durationSeconds: number; readonly hasExternalId: boolean }

export type ActualChannel = {
  readonly name: string
  readonly kind: 'email' | 'slack' | 'webhook'
  readonly isEnabled: boolean
  readonly subscriptions: readonly { readonly kinds: readonly string[]; readonly selector: string }[]
  readonly email?: object
  readonly webhook?: object
  readonly hasSecret: boolean
  /** Whose own channel it is, of somebody bound to a scope; null: the site's. */
  readonly boundTo?: string | null
  readonly version: number
}

export type ActualRole = {
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly isCustom: boolean
}

/** Undefined: not asked for. */
export type ActualState = {
  readonly organizations?: readonly ActualOrganization[] | undefined
  readonly channels?: readonly ActualChannel[] | undefined
  readonly roles?: readonly ActualRole[] | undefined
}
