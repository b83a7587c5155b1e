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
  readonly syncEveryMinutes: number
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

export type ActualAccount = {
  readonly accountId: string
  readonly name: string
  readonly harvestingStrategy: string
  readonly credentials: {
    readonly caller: ActualOrganization['credentials']['caller']
    readonly role: (ActualSession & { readonly arn: string }) | null
  }
  readonly version: number
}

type ActualBinding = { readonly role: string; readonly scope: string | null }
type ActualGrant = ActualBinding & { readonly claim: string; readonly value: string }

export type ActualIdentityProvider = {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly hasClientSecret: boolean
  readonly scopes: readonly string[]
  readonly grants: readonly ActualGrant[]
}

export type ActualDirectory = {
  readonly id: string
  readonly name: string
  readonly identityProvider: string | null
  readonly provisionedOnly: boolean
  readonly match: { readonly externalIdClaim: string; readonly userNameClaim: string | null; readonly verifiedEmail: boolean }
  readonly grants: readonly ActualGrant[]
  readonly version: number
}

/** With the roles that were given here; what a provider or a directory gives is theirs. */
export type ActualPerson = { readonly id: string; readonly email: string; readonly roles: readonly ActualBinding[] }

/** Live ones only. `expiresInDays` counts from when it was made. */
export type ActualToken = ActualBinding & {
  readonly id: string
  readonly name: string
  readonly permissions: readonly string[]
  readonly expiresInDays: number | null
}

export type ActualSignIn = { readonly passwords: boolean; readonly breakGlass: string | null }

export type ActualSystemMail = {
  readonly host: string
  readonly port: number
  readonly security: string
  readonly username: string | null
  readonly from: string
  readonly hasPassword: boolean
}

/** Undefined: not asked for. Null: there is none. */
export type ActualState = {
  readonly organizations?: readonly ActualOrganization[] | undefined
  readonly accounts?: readonly ActualAccount[] | undefined
  readonly channels?: readonly ActualChannel[] | undefined
  readonly roles?: readonly ActualRole[] | undefined
  readonly identityProviders?: readonly ActualIdentityProvider[] | undefined
  readonly directories?: readonly ActualDirectory[] | undefined
  readonly people?: readonly ActualPerson[] | undefined
  readonly signIn?: ActualSignIn | undefined
  readonly tokens?: readonly ActualToken[] | undefined
  readonly systemMail?: ActualSystemMail | null | undefined
}
