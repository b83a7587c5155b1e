import { ApiProblem, ApiUnreachable, createClient } from '#platform/http/client.ts'
import { defineCommand } from '../define-command.ts'

export const logoutCommand = defineCommand({
  name: 'logout',
  summary: 'Forget the remembered server, and end the session there',
  details: 'An API token is forgotten here and goes on working elsewhere: reeve token revoke ends it.',
  run: async ({ io, launcher, signal }) => {
    const login = await launcher.forget?.()
    if (login === undefined) {
      io.note('Nobody was logged in here.')
      return { kind: 'nothing' }
    }
    if ('token' in login) io.note(`Forgot ${login.url}. The API token itself goes on working until it expires or is revoked.`)
    else io.note(await endSession(login, signal))
    return { kind: 'nothing' }
  },
})

/** Here the session is forgotten in any case; that it could not be ended there is said, not hidden. */
async function endSession(login: { readonly url: string; readonly cookie: string }, signal: AbortSignal): Promise<string> {
  try {
    await createClient(login).send({ method: 'POST', path: '/api/auth/sign-out', body: {}, signal })
    return `Signed out of ${login.url}.`
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return `Forgot ${login.url}, where the session was over already.`
    if (error instanceof ApiProblem || error instanceof ApiUnreachable)
      return `Forgot ${login.url}. The session there could not be ended (${error.message}) and ends by itself.`
    throw error
  }
}
