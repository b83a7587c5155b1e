import { signInErrors } from './sign-in-errors.ts'

/**
 * Refuses what another site's page sent with this person's cookie. Browsers name the origin of every write; a program that is no browser
 * names none and has no cookie to be misused. https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function assertSameSite({
  origin,
  host,
  secFetchSite,
}: {
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly secFetchSite?: string | undefined
}): void {
  const isForeignFetch = secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none'
  const isForeignOrigin = origin !== undefined && URL.parse(origin)?.host !== host
  if (isForeignFetch || isForeignOrigin) throw signInErrors.origin_refused('This request comes from a page of another site.')
}
