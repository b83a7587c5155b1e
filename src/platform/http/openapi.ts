import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { scimErrorSchema, scimMediaType } from './scim-error.ts'

type Content = { description?: string; content?: Record<string, unknown> }
type Operation = {
  'x-reeve-errors'?: Record<string, { status: number; title: string }>
  'x-reeve-dialect'?: 'scim'
  'x-reeve-media-type'?: string
  requestBody?: Content
  responses?: Record<string, Content>
}

/** OpenAPI 3.1 from the same schemas that guard the routes, so that the document cannot promise what the server does not do. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Reeve',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        description: 'Looks after an AWS estate. Errors are application/problem+json (RFC 9457).',
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token, `reeve_…`' } },
        schemas: { Problem: problemSchema, ScimError: scimErrorSchema },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (input) => withProblems(jsonSchemaTransformObject(input) as Document) as never,
  })
}

type Document = { paths?: Record<string, Record<string, Operation>> }

/** Lists each operation's errors by status, with their codes: what `x-reeve-errors` carried through the transform. */
function withProblems(document: Document): Document {
  for (const operation of Object.values(document.paths ?? {}).flatMap((methods) => Object.values(methods))) {
    const errors = Object.entries(operation['x-reeve-errors'] ?? {})
    delete operation['x-reeve-errors']
    const isScim = operation['x-reeve-dialect'] === 'scim'
    delete operation['x-reeve-dialect']
    const mediaType = operation['x-reeve-media-type'] ?? (isScim ? scimMediaType : undefined)
    delete operation['x-reeve-media-type']
    if (mediaType !== undefined)
      for (const part of [operation.requestBody, ...Object.values(operation.responses ?? {})]) renameMediaType(part, mediaType)
    for (const [status, group] of Object.entries(Object.groupBy(errors, ([, error]) => String(error.status)))) {
      operation.responses = {
        ...operation.responses,
        [status]: {
          description: (group ?? []).map(([code, error]) => `\`${code}\`: ${error.title}`).join('; '),
          content: isScim
            ? { [scimMediaType]: { schema: { $ref: '#/components/schemas/ScimError' } } }
            : { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      }
    }
  }
  return document
}

/** Directories send and are sent JSON under SCIM's own name, and plain JSON is understood as well; files are no JSON at all. */
function renameMediaType(part: Content | undefined, to: string): void {
  const json = part?.content?.['application/json']
  if (part !== undefined && json !== undefined) part.content = { [to]: json }
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    requestId: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['field', 'rule', 'message'],
        properties: {
          field: { type: 'string' as const },
          value: {},
          rule: { type: 'string' as const },
          message: { type: 'string' as const },
        },
      },
    },
  },
}
