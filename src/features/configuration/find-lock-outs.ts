import type { ActualState } from './actual-state.ts'
import type { ConfigDocument } from './config-document.ts'
import type { Plan, Step } from './plan.ts'

/** Who applies: as `GET /v1/me` tells. */
export type Applicant = {
  readonly kind: string
  readonly id: string
  readonly person: { readonly email: string; readonly hasPassword: boolean; readonly providers: readonly string[] } | null
}

type Site = { readonly document: ConfigDocument; readonly actual: ActualState; readonly who: Applicant }

/**
 * Steps after which whoever applies the plan could not take the next one, or come back, and a plan after which nobody administers: each in a
 * sentence. The server refuses the last of these too, but only when it comes to that step.
 */
export function findLockOuts({ steps }: Plan, site: Site): readonly string[] {
  const own = steps.flatMap((step) => lockOutOf(step, site) ?? [])
  return leavesNobody(steps, site) ? [...own, 'people: nobody would be left who administers the whole estate'] : own
}

function leavesNobody(steps: readonly Step[], { actual }: Site): boolean {
  const administrators = (actual.people ?? []).filter(({ roles }) =>
    roles.some(({ role, scope }) => role === 'domain-admin' && scope === null),
  )
  const changed = steps.filter(({ kind }) => kind === 'person')
  const isMade = changed.some(({ action, changes }) => action !== 'remove' && givesAll(changes[0]?.after))
  const isKept = administrators.some(({ email }) => !changed.some(({ name }) => name === email))
  return administrators.length > 0 && !isMade && !isKept
}

function lockOutOf(step: Step, { document, actual, who }: Site): string | undefined {
  const { person } = who
  switch (step.kind) {
    case 'token':
      return step.action !== 'add' && isOwnToken(step, actual, who)
        ? `token ${step.name} is the one that applies this: use another to change it`
        : undefined
    case 'person': {
      if (person === null || step.name !== person.email.toLowerCase()) return undefined
      return givesAll(step.changes[0]?.before) && !givesAll(step.action === 'remove' ? [] : step.changes[0]?.after)
        ? `person ${step.name} applies this and would cease to administer: let another domain admin do that`
        : undefined
    }
    case 'sign-in': {
      const comes = person === null || !person.hasPassword || person.providers.length > 0
      return document.signIn?.passwords === false && !comes && document.signIn.breakGlass !== person.email.toLowerCase()
        ? `sign-in: ${person.email} applies this and signs in with a password alone, which would be switched off`
        : undefined
    }
    case 'identity provider':
      return step.action === 'remove' && person !== null && !person.hasPassword && person.providers.every((id) => id === step.name)
        ? `identity provider ${step.name} is how ${person.email}, who applies this, comes in`
        : undefined
    case 'organization':
    case 'account':
    case 'channel':
    case 'role':
    case 'directory':
    case 'system mail':
      return undefined
    default:
      return step.kind satisfies never
  }
}

function isOwnToken({ name }: Step, { tokens }: ActualState, { kind, id }: Applicant): boolean {
  return kind === 'token' && tokens?.some((token) => token.name === name && `token:${token.id}` === id) === true
}

function givesAll(roles: unknown): boolean {
  return Array.isArray(roles) && roles.includes('domain-admin')
}
