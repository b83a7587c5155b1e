/** A one-time link: lets somebody new in, or sets a new password. */
export type LinkSecret = { readonly kind: 'welcome' | 'reset'; readonly secret: string }

/** The secret of a one-time link: in the fragment, so that no server's log has it; taken out of the address at once. */
export function takeLinkSecret(): LinkSecret | undefined {
  const secret = /^#link=([A-Za-z0-9_-]{1,200})$/.exec(location.hash)?.[1]
  if (secret === undefined) return undefined
  const kind = location.pathname === '/reset-password' ? 'reset' : 'welcome'
  history.replaceState(history.state, '', '/')
  return { kind, secret }
}
