import type { Principal } from './principal.ts'

/** What a request tells beside its context. */
export type Facts = {
  readonly principal: Principal
  readonly resourceAccountId: string | undefined
  readonly principalOrganizationId: string | undefined
  readonly resourceOrganizationId: string | undefined
}
