import { compilePolicies, decide } from '#iam/index.ts'
import type { EvaluationRequest } from '#iam/types.ts'
import { type ActionElements, type ActionList, classesOf } from './action-list.ts'

/** What one document says of an action, one byte each. */
export const NO = 0
export const MAYBE = 1
export const YES = 2

/** On which keys an answer turns, and by which statements. */
export type Hinge = { readonly keys: readonly string[]; readonly statements: readonly string[] }

export type Vector = {
  /** The document's name. */
  readonly name: string
  readonly allows: Uint8Array
  readonly denies: Uint8Array
  /** For actions that are MAYBE: index + 1 into `hinges`; 0 elsewhere. */
  readonly hingeAt: Uint8Array | Uint16Array
  readonly hinges: readonly Hinge[]
}

export type VectorRequest = Pick<EvaluationRequest, 'principal' | 'resource' | 'context'>

type Statement = ActionElements & { readonly Effect?: unknown }
type Text = { readonly name: string; readonly text: string }

const allowEverything = {
  name: 'supposed',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
}

/**
 * What one SCP or RCP says of each action at resource `*` in one account's context: does it allow, does it deny, or does that turn on keys
 * nobody knows. Deny and Allow statements are asked apart, because within a level they answer different questions.
 */
export function vectorOf(
  { name, text }: Text,
  layer: 'scp' | 'rcp',
  { actions, request }: { actions: ActionList; request: VectorRequest },
): Vector {
  const count = actions.names.length
  const read = readStatements(text)
  if (read === undefined) return unreadable(name, count)
  const none = emptyOf(count)
  const vector: Draft = { name, allows: none, denies: none, hingeAt: none, hinges: [] }
  const classes = classesOf(read.statements, actions)
  for (const effect of ['Allow', 'Deny'] as const) {
    const asked = read.statements.flatMap((statement, index) =>
      (statement.Effect === 'Deny') === (effect === 'Deny') ? [{ statement, index }] : [],
    )
    if (asked.length === 0) continue
    const half = { name, document: { ...read.rest, Statement: asked.map(({ statement }) => statement) } }
    const policies = compilePolicies({ [layer]: [{ target: 'here', policies: effect === 'Deny' ? [allowEverything, half] : [half] }] })
    const answers = new Uint8Array(count)
    if (effect === 'Deny') vector.denies = answers
    else vector.allows = answers
    for (const members of classes) {
      const decision = decide(policies, { ...request, action: actions.names[members[0]!]!, assume: ['identity'] })
      if (decision.hingesOn.length > 0) {
        const said = decision.decidedBy
          .filter(({ policy }) => policy === name)
          .map(({ sid, statement }) => `${name}#${sid ?? asked[statement]?.index ?? statement}`)
        note(vector, members, { keys: decision.hingesOn, statements: said.length > 0 ? said : [name] })
        for (const index of members) answers[index] = MAYBE
      } else if (decision.blockedBy.includes(layer) === (effect === 'Deny')) for (const index of members) answers[index] = YES
    }
  }
  return vector
}

type Draft = { readonly name: string; allows: Uint8Array; denies: Uint8Array; hingeAt: Vector['hingeAt']; readonly hinges: Hinge[] }

/** Most SCPs only deny, and many turn on nothing: they share one empty half, which nobody writes to. */
const empties = new Map<number, Uint8Array>()
/** A byte tells so many hinges apart; hardly any document has more. */
const byteHingesMax = 255

function emptyOf(count: number): Uint8Array {
  const known = empties.get(count) ?? new Uint8Array(count)
  empties.set(count, known)
  return known
}

/** The members of a class share everything, so one entry serves them all; what the Allow half said stays beside what the Deny half says. */
function note(vector: Draft, members: readonly number[], hinge: Hinge): void {
  const known = vector.hinges[vector.hingeAt[members[0]!]! - 1]
  const keys = [...new Set([...(known?.keys ?? []), ...hinge.keys])]
  const statements = [...new Set([...(known?.statements ?? []), ...hinge.statements])]
  const same = vector.hinges.findIndex((each) => each.keys.join() === keys.join() && each.statements.join() === statements.join())
  if (vector.hinges.length === 0) vector.hingeAt = new Uint8Array(vector.hingeAt.length)
  else if (vector.hinges.length === byteHingesMax) vector.hingeAt = Uint16Array.from(vector.hingeAt)
  const place = same >= 0 ? same + 1 : vector.hinges.push({ keys, statements })
  for (const index of members) vector.hingeAt[index] = place
}

/** A document that cannot be read may say anything, so nothing is claimed of it. */
function unreadable(name: string, count: number): Vector {
  return {
    name,
    allows: new Uint8Array(count),
    denies: new Uint8Array(count).fill(MAYBE),
    hingeAt: new Uint16Array(count).fill(1),
    hinges: [{ keys: [], statements: [`${name} (cannot be read)`] }],
  }
}

function readStatements(text: string): { readonly rest: object; readonly statements: readonly Statement[] } | undefined {
  const parsed = parseJson(text)
  if (parsed === null || typeof parsed !== 'object') return undefined
  const { Statement: statement, ...rest } = parsed as { readonly Statement?: unknown }
  const list: readonly unknown[] = Array.isArray(statement) ? (statement as unknown[]) : [statement]
  return list.every((each) => each !== null && typeof each === 'object') ? { rest, statements: list } : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
