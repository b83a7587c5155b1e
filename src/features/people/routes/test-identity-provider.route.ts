import { z } from 'zod'
import { discover } from '#platform/auth/identity-providers.ts'
import { signInErrors } from '#platform/auth/sign-in-errors.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { type Outgoing, outgoingErrors } from '#platform/http/outgoing.ts'

/** Asks the issuer for its own description and changes nothing. Whether client id and secret are right shows at the first sign-in only. */
export const testIdentityProviderRoute = defineRoute({
  method: 'POST',
  path: '/v1/identity-providers/test',
  summary: 'Ask an issuer for its description, as saving a provider does, without saving one',
  permission: 'people:write',
  body: z.strictObject({
    issuer: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .describe('Exactly as the provider calls itself'),
  }),
  reply: {
    status: 200,
    schema: z.object({
      issuer: z.string(),
      authorizationEndpoint: z.string(),
      tokenEndpoint: z.string(),
      scopes: z.array(z.string()).nullable().describe('Scopes that the provider says it knows; null where it does not say'),
      claims: z.array(z.string()).nullable().describe('Claims that the provider says it can give; null where it does not say'),
    }),
  },
  errors: { provider_unusable: signInErrors.provider_unusable, outgoing_refused: outgoingErrors.outgoing_refused },
  handle: async ({ outgoing }: { readonly outgoing: Outgoing }, { body }) => {
    const found = await discover(outgoing, body.issuer)
    return {
      issuer: found.issuer,
      authorizationEndpoint: found.authorization_endpoint,
      tokenEndpoint: found.token_endpoint,
      scopes: wordsIn(found['scopes_supported']),
      claims: wordsIn(found['claims_supported']),
    }
  },
})

function wordsIn(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string').slice(0, 200) : null
}
