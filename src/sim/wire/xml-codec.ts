import { assertNever } from '#lib/assert-never.ts'
import type { Member, Shape, StructureShape } from './shape.ts'

const special = /[&<>"'\r]/g
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#xD;' }

export function escapeXml(text: string): string {
  return text.replaceAll(special, (character) => entities[character]!)
}

/** The members of an output as XML elements; empty lists are written as empty elements, as AWS does. */
export function toXml(shape: StructureShape, value: Readonly<Record<string, unknown>>): string {
  let xml = ''
  for (const member of shape.members) {
    const element = value[member.name]
    if (element !== undefined && element !== null) xml += memberXml(member, element)
  }
  return xml
}

function memberXml(member: Member, value: unknown): string {
  const tag = member.traits.xmlName ?? member.name
  const { shape } = member
  if (shape.kind === 'list') {
    if (member.traits.xmlFlattened)
      return (value as readonly unknown[]).map((element) => `<${tag}>${contentOf(shape.member.shape, element)}</${tag}>`).join('')
    return `<${tag}>${contentOf(shape, value)}</${tag}>`
  }
  return `<${tag}>${contentOf(shape, value)}</${tag}>`
}

function contentOf(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return toXml(shape, value as Record<string, unknown>)
    case 'list': {
      const tag = shape.member.traits.xmlName ?? 'member'
      return (value as readonly unknown[]).map((element) => `<${tag}>${contentOf(shape.member.shape, element)}</${tag}>`).join('')
    }
    case 'map': {
      const keyTag = shape.key.traits.xmlName ?? 'key'
      const valueTag = shape.value.traits.xmlName ?? 'value'
      return Object.entries(value as object)
        .map(
          ([key, element]) =>
            `<entry><${keyTag}>${escapeXml(key)}</${keyTag}><${valueTag}>${contentOf(shape.value.shape, element)}</${valueTag}></entry>`,
        )
        .join('')
    }
    case 'timestamp':
      return shape.format === 'epoch-seconds' ? String((value as Date).getTime() / 1000) : withoutZeroMillis((value as Date).toISOString())
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'document':
      return escapeXml(String(value))
    default:
      return assertNever(shape)
  }
}

function withoutZeroMillis(iso: string): string {
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso
}
