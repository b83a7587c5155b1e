/** The secret of a one-time link: in the fragment, so that no server's log has it; taken out of the address at once. */
export function takeLinkSecret(): string | undefined {
  const secret = /^#link=([A-Za-z0-9_-]{1,200})$/.exec(location.hash)?.[1]
  if (secret !== undefined) history.replaceState(history.state, '', '/')
  return secret
}
