import { assertNever } from '#lib/assert-never.ts'
import { SimError } from '../define-operation.ts'
import type { Shape, StructureShape } from './shape.ts'

/** A plain JSON value from an output: unknown members dropped, dates as epoch seconds unless the shape says otherwise. */
export function toJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return structureToJson(shape, value as Record<string, unknown>)
    case 'list':
      return (value as readonly unknown[]).map((element) => toJson(shape.member.shape, element))
    case 'map':
      return Object.fromEntries(Object.entries(value as object).map(([key, element]) => [key, toJson(shape.value.shape, element)]))
    case 'timestamp':
      return shape.format === 'date-time' ? (value as Date).toISOString() : (value as Date).getTime() / 1000
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'document':
      return value
    default:
      return assertNever(shape)
  }
}

function structureToJson(shape: StructureShape, value: Record<string, unknown>): Record<string, unknown> {
  const json: Record<string, unknown> = {}
  for (const member of shape.members) {
    const element = value[member.name]
    if (element !== undefined && element !== null) json[member.traits.jsonName ?? member.name] = toJson(member.shape, element)
  }
  return json
}

/** The input that a JSON body stands for; members the shape does not know are ignored, as AWS does, and wrong types are refused. */
export function fromJson(shape: Shape, json: unknown, path = ''): unknown {
  switch (shape.kind) {
    case 'structure':
      return structureFromJson(shape, json, path)
    case 'list':
      if (!Array.isArray(json)) throw wrongType(path, json)
      return json.map((element, index) => fromJson(shape.member.shape, element, `${path}[${index}]`))
    case 'map':
      if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrongType(path, json)
      return Object.fromEntries(Object.entries(json).map(([key, element]) => [key, fromJson(shape.value.shape, element, `${path}.${key}`)]))
    case 'string':
      if (typeof json !== 'string') throw wrongType(path, json)
      return json
    case 'number':
      if (typeof json !== 'number') throw wrongType(path, json)
      return json
    case 'boolean':
      if (typeof json !== 'boolean') throw wrongType(path, json)
      return json
    case 'timestamp':
      return typeof json === 'number' ? new Date(json * 1000) : new Date(String(json))
    case 'blob':
      return new Uint8Array(Buffer.from(String(json), 'base64'))
    case 'bigint':
    case 'document':
      return json
    default:
      return assertNever(shape)
  }
}

function structureFromJson(shape: StructureShape, json: unknown, path: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrongType(path, json)
  const input: Record<string, unknown> = {}
  for (const member of shape.members) {
    const value = (json as Record<string, unknown>)[member.traits.jsonName ?? member.name]
    if (value !== undefined && value !== null)
      input[member.name] = fromJson(member.shape, value, path === '' ? member.name : `${path}.${member.name}`)
  }
  return input
}

function wrongType(path: string, json: unknown): SimError {
  const found = json === null ? 'null' : Array.isArray(json) ? 'a list' : `a ${typeof json}`
  return new SimError('SerializationException', `Unexpected type of ${path === '' ? 'the request body' : path}: ${found}`)
}
