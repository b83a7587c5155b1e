import assert from 'node:assert/strict'
import type { PeopleStand } from './people-stand.ts'

export type ScimReply<Body = Record<string, unknown>> = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Body
}
export type ScimDirectory = Awaited<ReturnType<typeof openDirectory>>

/** A SCIM connection of the stand's, and a directory that writes through it with a token of its own. */
export async function openDirectory(
  stand: PeopleStand,
  { id = 'okta', cookie, form = {} }: { readonly id?: string; readonly cookie: string; readonly form?: object },
) {
  const made = await stand.call('PUT', `/v1/scim-connections/${id}`, { cookie, payload: { name: id, ...form } })
  assert.equal(made.statusCode, 200, made.body)
  const newToken = async (payload: object = {}) => {
    const reply = await stand.call('POST', `/v1/scim-connections/${id}/tokens`, { cookie, payload })
    assert.equal(reply.statusCode, 201, reply.body)
    return reply.json<{ id: string; token: string; expiresAt: string }>()
  }
  const { token } = await newToken()

  async function send<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { body, headers = {}, as = token }: { readonly body?: object; readonly headers?: Record<string, string>; readonly as?: string } = {},
  ): Promise<ScimReply<Body>> {
    const reply = await stand.server.inject({
      method,
      url: `/scim/v2${path}`,
      headers: { authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    const type = reply.headers['content-type'] ?? ''
    assert.ok(reply.body === '' || type.startsWith('application/scim+json'), `${method} ${path} answers as ${type}`)
    return { status: reply.statusCode, headers: reply.headers, body: (reply.body === '' ? {} : reply.json()) as Body }
  }

  const createUser = async (over: object = {}): Promise<{ readonly id: string; readonly userName: string }> => {
    const userName = `user-${crypto.randomUUID()}@example.com`
    const reply = await send<{ id: string; userName: string }>('POST', '/Users', {
      body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, externalId: crypto.randomUUID(), active: true, ...over },
    })
    assert.equal(reply.status, 201, JSON.stringify(reply.body))
    return reply.body
  }
  const createGroup = async (displayName: string, members: readonly string[] = []): Promise<string> => {
    const reply = await send<{ id: string }>('POST', '/Groups', { body: { displayName, members: members.map((value) => ({ value })) } })
    assert.equal(reply.status, 201, JSON.stringify(reply.body))
    return reply.body.id
  }
  return { id, token, newToken, send, createUser, createGroup }
}
