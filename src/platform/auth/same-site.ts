import { signInErrors } from './sign-in-errors.ts'

/**
 * Refuses what another site's page sent with this person's cookie. Browsers name the origin of every write; a program that is no browser
 * names none and has no cookie to be misused. https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function assertSameSite({
  origin,
  host,
  secFetchSite,
  publicHost,
}: {
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly secFetchSite?: string | undefined
  /** Where people reach this server, when a proxy in front of it asks under another name. */
  readonly publicHost?: string | undefined
}): void {
  const isForeignFetch = secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none'
  const from = origin === undefined ? undefined : (URL.parse(origin)?.host ?? '')
  const isForeignOrigin = from !== undefined && (from === '' || (from !== host && from !== publicHost))
  if (isForeignFetch || isForeignOrigin) throw signInErrors.origin_refused('This request comes from a page of another site.')
}
