import type { ActualState } from './actual-state.ts'
import { directoryKind, identityProviderKind, personKind, signInKind, systemMailKind, tokenKind } from './access-kinds.ts'
import { compare } from './compare.ts'
import type { ConfigDocument } from './config-document.ts'
import { accountKind, channelKind, organizationKind, roleKind } from './estate-kinds.ts'
import type { Plan, PlanOptions, Step } from './plan.ts'

/**
 * What leads from the actual state to the document, in an order in which each step is possible: roles before those who have them, providers
 * before directories, new administrators before those who cease to be, and away last. Planning after applying is empty.
 */
export function planConfiguration(document: ConfigDocument, actual: ActualState, options: PlanOptions): Plan {
  const people = document.people?.filter(({ email }) => actual.people?.some((person) => person.email === email))
  const compared = {
    roles: compare(
      document.roles,
      actual.roles?.filter(({ isCustom }) => isCustom),
      roleKind,
    ),
    mail: compare(oneOf(document.systemMail), oneOf(actual.systemMail), systemMailKind(options)),
    organizations: compare(document.organizations, actual.organizations, organizationKind(options)),
    accounts: compare(document.accounts, actual.accounts, accountKind(options)),
    providers: compare(document.identityProviders, actual.identityProviders, identityProviderKind(options)),
    directories: compare(document.directories, actual.directories, directoryKind),
    people: compare(
      people,
      actual.people?.filter(({ email, roles }) => roles.length > 0 || people?.some((person) => person.email === email)),
      personKind,
    ),
    signIn: compare(oneOf(document.signIn), oneOf(actual.signIn), signInKind),
    tokens: compare(document.tokens, actual.tokens, tokenKind),
    channels: compare(document.notifications?.channels, actual.channels, channelKind(options)),
  }
  const { roles, mail, organizations, accounts, providers, directories, signIn, tokens, channels } = compared
  const [early, late] = splitPeople(compared.people.steps, actual)
  const steps = [roles, mail, organizations, accounts, providers, directories].flatMap((section) => section.steps)
  const rest = [...early, ...signIn.steps, ...late, ...tokens.steps, ...channels.steps]
  const unlisted = [channels, tokens, compared.people, directories, providers, accounts, organizations, mail, roles].flatMap(
    (section) => section.unlisted,
  )
  const removals = options.prune ? unlisted.map(({ kind, name }): Step => ({ action: 'remove', kind, name, changes: [] })) : []
  const unmet = (document.people ?? [])
    .filter((person) => people?.includes(person) !== true)
    .map(({ email }) => `person ${email} has not come yet, so their roles wait: invite them with those`)
  return { steps: [...steps, ...rest, ...removals], unlisted: options.prune ? [] : unlisted, unmet }
}

/** Undefined: not managed. Null: managed, and to be absent. */
function oneOf<Item>(item: Item | null | undefined): readonly Item[] | undefined {
  return item === undefined ? undefined : item === null ? [] : [item]
}

/** New administrators come before the sign-in settings, which may name them; who has kept a password until now comes after. */
function splitPeople(steps: readonly Step[], { signIn }: ActualState): readonly [readonly Step[], readonly Step[]] {
  const makesAdministrator = ({ changes }: Step): boolean =>
    changes.some(({ after }) => Array.isArray(after) && after.includes('domain-admin'))
  const isKeeper = ({ name }: Step): boolean => name === signIn?.breakGlass
  const others = steps.filter((step) => !isKeeper(step))
  return [[...others.filter(makesAdministrator), ...others.filter((step) => !makesAdministrator(step))], steps.filter(isKeeper)]
}
