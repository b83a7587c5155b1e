import { readFileSync } from 'node:fs'
import { finish } from './support/generated.ts'

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly nullable?: boolean
}
type Operation = {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

/** Closed lists that the console offers to choose from: name there → schema and property here. */
const choices = {
  estateEventKinds: ['EstateEvent', 'kind'],
  jobStates: ['Job', 'state'],
} as const

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document

/** The console's view of the API: one entry per operation, from the document that the server itself publishes. */
finish([
  { file: 'console/src/api/operations.gen.ts', text: render(document) },
  { file: 'console/src/api/choices.gen.ts', text: renderChoices(document) },
])

function render({ paths, components }: Document): string {
  const operations = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
    )
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return [
    '// Written by `npm run gen`. Do not edit.',
    ...Object.entries(components?.schemas ?? {}).map(([name, schema]) => `export type ${name} = ${typeOf(schema)}\n`),
    'export type Operations = {',
    ...operations.map(({ key, operation }) => `  '${key}': ${operationType(operation)}`),
    '}',
    '',
  ].join('\n')
}

function renderChoices({ components }: Document): string {
  const lists = Object.entries(choices).map(([name, [schema, property]]) => {
    const values = components?.schemas?.[schema]?.properties?.[property]?.enum
    if (values === undefined) throw new Error(`docs/openapi.json has no list of choices at ${schema}.${property}`)
    return `export const ${name} = [${values.map((value) => `'${String(value)}'`).join(', ')}] as const\n`
  })
  return ['// Written by `npm run gen`. Do not edit.', ...lists].join('\n')
}

function operationType(operation: Operation): string {
  const body = operation.requestBody?.content['application/json']?.schema
  const ok = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1]
  const reply = ok?.content?.['application/json']?.schema
  return `{ path: ${parametersType(operation, 'path')}; query: ${parametersType(operation, 'query')}; body: ${body === undefined ? 'undefined' : typeOf(body)}; reply: ${reply === undefined ? 'undefined' : typeOf(reply)} }`
}

function parametersType({ parameters = [] }: Operation, place: string): string {
  const fields = parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, required, schema }) => `${quoted(name)}${required === true ? '' : '?'}: ${typeOf(schema)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`
}

function typeOf(schema: Schema): string {
  const type = plainType(schema)
  return schema.nullable === true ? `(${type} | null)` : type
}

function plainType(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1)!
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)))
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives !== undefined) return union(alternatives.map(typeOf))
  if (schema.allOf !== undefined) return `(${schema.allOf.map(typeOf).join(' & ')})`
  if (Array.isArray(schema.type)) return union(schema.type.map((type: string) => plainType({ ...schema, type })))
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return schema.prefixItems === undefined ? `${typeOf(schema.items ?? {})}[]` : `[${schema.prefixItems.map(typeOf).join(', ')}]`
    case 'object':
      return objectType(schema)
    case undefined:
    default:
      return 'unknown'
  }
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${quoted(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  if (typeof additionalProperties === 'object') fields.push(`[key: string]: ${typeOf(additionalProperties)}`)
  return fields.length === 0 ? 'Record<string, unknown>' : `{ ${fields.join('; ')} }`
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)]
  return distinct.length === 1 ? distinct[0]! : `(${distinct.join(' | ')})`
}

function quoted(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
}
