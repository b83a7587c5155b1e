import { getSSOTokenFromFile } from '@smithy/core/config'

type Profile = Readonly<Record<string, string | undefined>>

/** When the sign-in behind an SSO profile ends, from the token file that `aws sso login` wrote; undefined where there is none. */
export async function findSignInEnd(
  profile: Profile,
  loadSessions: () => Promise<Readonly<Record<string, Profile>>>,
): Promise<Date | undefined> {
  const session = profile['sso_session']
  const startUrl = profile['sso_start_url'] ?? (session === undefined ? undefined : (await loadSessions())[session]?.['sso_start_url'])
  const tokenName = session ?? startUrl
  if (tokenName === undefined) return undefined
  const token = await getSSOTokenFromFile(tokenName).catch(() => undefined)
  if (token === undefined) return undefined
  const end = new Date(token.expiresAt)
  return Number.isNaN(end.getTime()) ? undefined : end
}
