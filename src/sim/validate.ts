import { type Constraint, type Operation, SimError } from './define-operation.ts'
import type { ServiceDefinition, Violation } from './define-service.ts'
import type { Shape, StructureShape } from './wire/shape.ts'

/** Throws what the service answers for an input that lacks required members or breaks the operation's constraints; all problems at once. */
export function validateInput(
  service: ServiceDefinition,
  operation: Operation,
  shape: StructureShape,
  input: Record<string, unknown>,
): void {
  const violations: Violation[] = []
  addMissing(violations, shape, input, '')
  for (const [path, constraint] of Object.entries(operation.constraints ?? {})) {
    for (const [at, value] of valuesAt(input, path.split('.'), '')) addBroken(violations, at, value, constraint)
  }
  if (violations.length > 0) throw (service.errors.invalid ?? commonInvalid(service))(violations)
}

function addMissing(violations: Violation[], shape: StructureShape, value: Record<string, unknown>, path: string): void {
  for (const name of shape.required) {
    if (value[name] === undefined)
      violations.push({ path: join(path, name), value: null, rule: 'Member must not be null', kind: 'required' })
  }
  for (const member of shape.members) {
    const element = value[member.name]
    if (element !== undefined) addMissingWithin(violations, member.shape, element, join(path, member.name))
  }
}

function addMissingWithin(violations: Violation[], shape: Shape, value: unknown, path: string): void {
  if (shape.kind === 'structure') addMissing(violations, shape, value as Record<string, unknown>, path)
  if (shape.kind === 'list' && shape.member.shape.kind === 'structure') {
    const { shape: element } = shape.member
    for (const [index, item] of (value as Record<string, unknown>[]).entries())
      addMissing(violations, element, item, `${path}.${index + 1}.member`)
  }
}

function* valuesAt(value: unknown, [step, ...rest]: readonly string[], path: string): Generator<readonly [string, unknown]> {
  if (step === undefined) {
    yield [path, value]
    return
  }
  const list = step.endsWith('[]')
  const name = list ? step.slice(0, -2) : step
  const child = (value as Record<string, unknown>)[name]
  if (child === undefined) return
  const items = list
    ? (child as unknown[]).map((item, index) => [`${join(path, name)}.${index + 1}.member`, item] as const)
    : [[join(path, name), child] as const]
  for (const [at, item] of items) yield* valuesAt(item, rest, at)
}

function addBroken(violations: Violation[], path: string, value: unknown, { pattern, length, range, oneOf }: Constraint): void {
  const add = (kind: Violation['kind'], rule: string) => violations.push({ path, value, kind, rule })
  const size = Array.isArray(value) ? value.length : typeof value === 'string' ? value.length : undefined
  if (length !== undefined && size !== undefined && size < length[0])
    add('length', `Member must have length greater than or equal to ${length[0]}`)
  if (length !== undefined && size !== undefined && size > length[1])
    add('length', `Member must have length less than or equal to ${length[1]}`)
  if (range !== undefined && typeof value === 'number' && value < range[0])
    add('range', `Member must have value greater than or equal to ${range[0]}`)
  if (range !== undefined && typeof value === 'number' && value > range[1])
    add('range', `Member must have value less than or equal to ${range[1]}`)
  if (oneOf !== undefined && !oneOf.includes(String(value))) add('enum', `Member must satisfy enum value set: [${oneOf.join(', ')}]`)
  if (pattern !== undefined && !pattern.test(String(value)))
    add('pattern', `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^/, '').replace(/\$$/, '')}`)
}

/** The wording that most services share: `1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: …`. */
function commonInvalid(service: ServiceDefinition): (violations: readonly Violation[]) => SimError {
  return (violations) => {
    if (service.protocol === 'ec2Query') {
      const [{ kind, path, value }] = violations as [Violation]
      if (kind === 'required') return new SimError('MissingParameter', `The request must contain the parameter ${path}`)
      return new SimError('InvalidParameterValue', `Value (${shown(value)}) for parameter ${path} is invalid.`)
    }
    const parts = violations.map(
      ({ path, value, rule }) =>
        `Value ${value === null ? 'null' : `'${shown(value)}'`} at '${lowerFirst(path)}' failed to satisfy constraint: ${rule}`,
    )
    const count = `${parts.length} validation error${parts.length === 1 ? '' : 's'} detected`
    return new SimError(service.protocol === 'awsQuery' ? 'ValidationError' : 'ValidationException', `${count}: ${parts.join('; ')}`)
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function lowerFirst(path: string): string {
  return path
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.')
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
