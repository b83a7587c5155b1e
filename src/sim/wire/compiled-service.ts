import type { SchemaRef } from '@smithy/types'
import type { Operation } from '../define-operation.ts'
import type { ServiceDefinition } from '../define-service.ts'
import { shapeOf, type StructureShape } from './shape.ts'

export type CompiledOperation = {
  readonly name: string
  /** Absent: AWS has it, the simulator does not. */
  readonly operation?: Operation
  readonly input: StructureShape
  readonly output: StructureShape
  readonly http?: readonly [method: string, uri: string, status: number]
  /** Member that carries the continuation token in input and output, where the operation pages. */
  readonly paging?: { readonly token: string; readonly next: string; readonly lists: readonly string[] }
}

export type ErrorShape = { readonly code: string; readonly status: number; readonly shape: StructureShape }

export type CompiledService = {
  readonly definition: ServiceDefinition
  readonly operations: ReadonlyMap<string, CompiledOperation>
  /** By shape name and by wire code. */
  readonly errors: ReadonlyMap<string, ErrorShape>
}

type RawTraits = {
  readonly awsQueryError?: readonly [string, number]
  readonly httpError?: number
  readonly http?: readonly [string, string, number]
}
type RawSchema = readonly [kind: number, namespace: string, name: string, traits: RawTraits | number, ...rest: unknown[]]

/** Loads a service's schemas from its SDK package and prepares every operation once. */
export async function compileService(definition: ServiceDefinition): Promise<CompiledService> {
  const schemas = Object.entries(await definition.schemas()).flatMap(([name, value]) =>
    name.endsWith('$') && Array.isArray(value) ? [value as unknown as RawSchema] : [],
  )
  const implemented = new Map(definition.operations.map((operation) => [operation.name, operation]))
  const operations = new Map<string, CompiledOperation>()
  const errors = new Map<string, ErrorShape>()
  for (const schema of schemas) {
    if (schema[0] === 9) operations.set(schema[2], lazyOperation(schema, implemented.get(schema[2])))
    if (schema[0] === -3) addError(errors, schema)
  }
  const unknown = definition.operations.find((operation) => !operations.has(operation.name))
  if (unknown !== undefined) throw new Error(`${definition.name} has no operation ${unknown.name}`)
  return { definition, operations, errors }
}

/** Shapes are compiled at first use: EC2 alone has more than 800 operations. */
function lazyOperation(schema: RawSchema, operation: Operation | undefined): CompiledOperation {
  const { http } = typeof schema[3] === 'object' ? schema[3] : {}
  let shapes: { input: StructureShape; output: StructureShape; paging?: NonNullable<CompiledOperation['paging']> } | undefined
  const compiled = () => {
    if (shapes === undefined) {
      const input = shapeOf(schema[4] as SchemaRef) as StructureShape
      const output = shapeOf(schema[5] as SchemaRef) as StructureShape
      const paging = pagingOf(input, output)
      shapes = paging === undefined ? { input, output } : { input, output, paging }
    }
    return shapes
  }
  return {
    name: schema[2],
    ...(operation === undefined ? {} : { operation }),
    ...(http === undefined ? {} : { http }),
    get input() {
      return compiled().input
    },
    get output() {
      return compiled().output
    },
    get paging() {
      return compiled().paging
    },
  } as CompiledOperation
}

function pagingOf(input: StructureShape, output: StructureShape): CompiledOperation['paging'] {
  const pairs = [
    ['NextToken', 'NextToken'],
    ['Marker', 'Marker'],
    ['PaginationToken', 'PaginationToken'],
  ] as const
  const pair = pairs.find(([token, next]) => input.byName.has(token) && output.byName.has(next))
  if (pair === undefined) return undefined
  return {
    token: pair[0],
    next: pair[1],
    lists: output.members.filter((member) => member.shape.kind === 'list').map((member) => member.name),
  }
}

function addError(errors: Map<string, ErrorShape>, schema: RawSchema): void {
  const traits = typeof schema[3] === 'object' ? schema[3] : {}
  const [code, status] = traits.awsQueryError ?? [schema[2], traits.httpError ?? 400]
  const shape: ErrorShape = { code, status, shape: shapeOf(schema as unknown as SchemaRef) as StructureShape }
  errors.set(schema[2], shape)
  errors.set(code, shape)
}
