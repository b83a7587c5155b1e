import type { UserForm } from './values.ts'

/**
 * How Reeve calls a person, and by which e-mail: the primary address, else that of work, else the first, else a userName that is one.
 * Somebody without any has an address that nobody can have (`.invalid`, RFC 2606), because people are told apart by it.
 */
export function personOf(form: UserForm, personId: string): { readonly name: string; readonly email: string } {
  const { userName, displayName, name } = form
  const parts = [name?.givenName, name?.familyName].filter((part) => part !== undefined).join(' ')
  const email = addressOf(form)
  return {
    name: displayName ?? name?.formatted ?? (parts === '' ? userName : parts),
    email: (email ?? `provisioned-${personId}@reeve.invalid`).toLowerCase(),
  }
}

function addressOf({ emails, userName }: UserForm): string | undefined {
  const usable = emails.filter(({ value }) => value !== undefined && isAddress(value))
  const chosen = usable.find(({ primary }) => primary === true) ?? usable.find(({ type }) => type?.toLowerCase() === 'work') ?? usable[0]
  return chosen?.value ?? (isAddress(userName) ? userName : undefined)
}

/** Not whether it exists: whether it has the form that sign-in asks for. */
function isAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && !text.toLowerCase().endsWith('@reeve.invalid')
}
