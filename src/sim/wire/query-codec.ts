import { SimError } from '../define-operation.ts'
import type { Member, Shape, StructureShape } from './shape.ts'

type Dialect = 'awsQuery' | 'ec2Query'
type Node = { value?: string; readonly children: Map<string, Node> }

/** Structured input from `A.member.1.B=…` (awsQuery) or `A.1.B=…` (ec2Query) parameters. */
export function fromQuery(shape: StructureShape, parameters: URLSearchParams, dialect: Dialect): Record<string, unknown> {
  const root: Node = { children: new Map() }
  for (const [name, value] of parameters) nodeAt(root, name.split('.')).value = value
  return structureFrom(shape, root, dialect)
}

function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root
  for (const step of path) {
    let next = node.children.get(step)
    if (next === undefined) node.children.set(step, (next = { children: new Map() }))
    node = next
  }
  return node
}

function structureFrom(shape: StructureShape, node: Node, dialect: Dialect): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const member of shape.members) {
    const child = node.children.get(parameterName(member, dialect))
    if (child !== undefined) input[member.name] = valueFrom(member, child, dialect)
  }
  return input
}

function parameterName({ name, traits }: Member, dialect: Dialect): string {
  if (dialect === 'awsQuery') return traits.xmlName ?? name
  const base = traits.ec2QueryName ?? traits.xmlName ?? name
  return base.charAt(0).toUpperCase() + base.slice(1)
}

function valueFrom(member: Member, node: Node, dialect: Dialect): unknown {
  const { shape } = member
  if (shape.kind === 'structure') return structureFrom(shape, node, dialect)
  if (shape.kind === 'list') {
    const flat = dialect === 'ec2Query' || Boolean(member.traits.xmlFlattened)
    const elements = flat ? node : node.children.get(shape.member.traits.xmlName ?? 'member')
    return numbered(elements).map((element) => valueFrom(shape.member, element, dialect))
  }
  if (shape.kind === 'map') {
    const entries = member.traits.xmlFlattened ? node : node.children.get('entry')
    return Object.fromEntries(
      numbered(entries).map((entry) => [
        entry.children.get(shape.key.traits.xmlName ?? 'key')?.value ?? '',
        valueFrom(shape.value, entry.children.get(shape.value.traits.xmlName ?? 'value') ?? { children: new Map() }, dialect),
      ]),
    )
  }
  return scalarFrom(shape, node.value ?? '', member.name)
}

function numbered(node: Node | undefined): Node[] {
  if (node === undefined) return []
  return [...node.children]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child)
}

function scalarFrom(shape: Shape, text: string, name: string): unknown {
  if (shape.kind === 'number') {
    const number = Number(text)
    if (text === '' || Number.isNaN(number)) throw new SimError('MalformedInput', `Invalid value for ${name}: ${text}`)
    return number
  }
  if (shape.kind === 'boolean') return text.toLowerCase() === 'true'
  if (shape.kind === 'timestamp') return /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text)
  if (shape.kind === 'blob') return new Uint8Array(Buffer.from(text, 'base64'))
  return text
}
