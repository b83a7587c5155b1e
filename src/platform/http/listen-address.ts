export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string }

/** Reads `host:port`, `[ipv6]:port` or `unix:/path`; the configuration has checked the form. */
export function parseListenAddress(text: string): ListenAddress {
  if (text.startsWith('unix:')) return { kind: 'socket', path: text.slice('unix:'.length) }
  const at = text.lastIndexOf(':')
  return { kind: 'tcp', host: text.slice(0, at).replaceAll(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) }
}

/** Whether bytes sent here stay on this machine. A name other than `localhost` may resolve anywhere, so it counts as a network. */
export function staysOnMachine(address: ListenAddress): boolean {
  return address.kind === 'socket' || address.host === 'localhost' || address.host === '::1' || /^127(\.\d{1,3}){3}$/.test(address.host)
}
