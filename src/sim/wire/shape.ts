import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'

type Traits = {
  readonly xmlName?: string
  readonly ec2QueryName?: string
  readonly jsonName?: string
  readonly xmlFlattened?: number | boolean
  readonly httpLabel?: number | boolean
  readonly httpQuery?: string
  readonly httpHeader?: string
  readonly httpPayload?: number | boolean
}

export type Member = { readonly name: string; readonly traits: Traits; readonly shape: Shape }
export type StructureShape = {
  readonly kind: 'structure'
  readonly name: string
  readonly members: Member[]
  readonly byName: Map<string, Member>
  /** Root element where the structure is a whole document. */
  readonly xmlName?: string
  /** Names of members that must be present. */
  required: readonly string[]
}
export type Shape =
  | { readonly kind: 'string' | 'number' | 'bigint' | 'boolean' | 'blob' | 'document' }
  | { readonly kind: 'timestamp'; readonly format: 'date-time' | 'http-date' | 'epoch-seconds' | undefined }
  | { readonly kind: 'list'; readonly member: Member }
  | { readonly kind: 'map'; readonly key: Member; readonly value: Member }
  | StructureShape

const scalars = {
  string: { kind: 'string' },
  number: { kind: 'number' },
  bigint: { kind: 'bigint' },
  boolean: { kind: 'boolean' },
  blob: { kind: 'blob' },
  document: { kind: 'document' },
} as const
const timestampFormats = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' } as const
const structures = new WeakMap<object, StructureShape>()

/**
 * The SDK's schema as a plain tree that codecs walk quickly. Structures are compiled once, so recursive shapes end.
 * The schema format is internal to the SDK: its versions are pinned exactly, and the wire tests fail if it changes.
 */
export function shapeOf(schema: SchemaRef): Shape {
  return compile(NormalizedSchema.of(schema))
}

function compile(schema: NormalizedSchema): Shape {
  if (schema.isUnitSchema()) return { kind: 'structure', name: 'Unit', members: [], byName: new Map(), required: [] }
  if (schema.isStructSchema()) return compileStructure(schema)
  if (schema.isListSchema()) return lazily('list', { member: () => memberOf(schema.getValueSchema(), 'member') })
  if (schema.isMapSchema())
    return lazily('map', { key: () => memberOf(schema.getKeySchema(), 'key'), value: () => memberOf(schema.getValueSchema(), 'value') })
  if (schema.isTimestampSchema()) return { kind: 'timestamp', format: timestampFormats[schema.getSchema() as 5 | 6 | 7] }
  if (schema.isBlobSchema()) return scalars.blob
  if (schema.isBooleanSchema()) return scalars.boolean
  if (schema.isBigIntegerSchema()) return scalars.bigint
  if (schema.isNumericSchema() || schema.isBigDecimalSchema()) return scalars.number
  if (schema.isDocumentSchema()) return scalars.document
  return scalars.string
}

function compileStructure(schema: NormalizedSchema): StructureShape {
  const raw = schema.getSchema() as unknown as readonly unknown[]
  const known = structures.get(raw)
  if (known !== undefined) return known
  const { xmlName } = schema.getMergedTraits()
  const shape: StructureShape = {
    kind: 'structure',
    name: schema.getName() ?? 'Structure',
    members: [],
    byName: new Map(),
    required: [],
    ...(xmlName === undefined ? {} : { xmlName }),
  }
  structures.set(raw, shape)
  for (const [name, memberSchema] of schema.structIterator()) {
    const member = memberOf(memberSchema, name)
    shape.members.push(member)
    shape.byName.set(name, member)
  }
  // The SDK lists required members first and gives their number last.
  shape.required = shape.members.slice(0, typeof raw[6] === 'number' ? raw[6] : 0).map((member) => member.name)
  return shape
}

function memberOf(schema: NormalizedSchema, name: string): Member {
  return { name, traits: schema.getMergedTraits(), shape: compile(schema) }
}

/** Lists and maps may contain the structure they stand in, so their members are compiled when first looked at. */
function lazily(kind: 'list' | 'map', parts: Record<string, () => Member>): Shape {
  const shape: Record<string, unknown> = { kind }
  for (const [name, make] of Object.entries(parts)) {
    Object.defineProperty(shape, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make()
        Object.defineProperty(shape, name, { value, enumerable: true })
        return value
      },
    })
  }
  return shape as Shape
}
