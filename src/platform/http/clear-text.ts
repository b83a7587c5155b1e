import { isIP } from 'node:net'

/** Whether a credential sent to this address would cross a network in clear text: anything but TLS, this machine, or a socket file. */
export function crossesNetworkInClear(url: string): boolean {
  const target = URL.parse(url)
  if (target === null) return true
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return !(target.protocol === 'https:' || target.protocol === 'unix:' || (target.protocol === 'http:' && isHere))
}
