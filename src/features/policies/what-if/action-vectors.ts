import { compilePolicies, decide } from '#iam/index.ts'
import type { EvaluationRequest } from '#iam/types.ts'

/** What one document says of every action, one byte each. */
export const NO = 0
export const MAYBE = 1
export const YES = 2

export type Vector = {
  /** The document's name. */
  readonly name: string
  readonly allows: Uint8Array
  readonly denies: Uint8Array
  /** For actions that are MAYBE: on which keys, and by which statements. */
  readonly hinges: ReadonlyMap<number, Hinge>
}
export type Hinge = { readonly keys: readonly string[]; readonly statements: readonly string[] }

export type VectorRequest = Pick<EvaluationRequest, 'principal' | 'resource' | 'context' | 'organization'>

type Statement = Readonly<Record<string, unknown>> & { readonly Effect?: unknown; readonly Action?: unknown }

const allowEverything = {
  name: 'supposed',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
}

/**
 * What one SCP or RCP says of each action at resource `*` in one account's context: does it allow, does it deny, or does that turn on keys
 * nobody knows. Deny and Allow statements are asked apart, because within a level they answer different questions.
 */
export function vectorOf(
  document: { readonly name: string; readonly text: string },
  layer: 'scp' | 'rcp',
  { actions, request }: { actions: ActionList; request: VectorRequest },
): Vector {
  const hinges = new Map<number, Hinge>()
  const { version, statements, isReadable } = readStatements(document.text)
  if (!isReadable) return unreadable(document.name, actions)
  const ask = (effect: 'Allow' | 'Deny'): Uint8Array => {
    const asked = statements.flatMap((statement, index) =>
      (statement.Effect === 'Deny') === (effect === 'Deny') ? [{ statement, index }] : [],
    )
    const answers = new Uint8Array(actions.names.length)
    if (asked.length === 0) return answers
    const half = {
      name: document.name,
      document: { ...(version !== undefined && { Version: version }), Statement: asked.map(({ statement }) => statement) },
    }
    const policies = compilePolicies({ [layer]: [{ target: 'here', policies: effect === 'Deny' ? [allowEverything, half] : [half] }] })
    for (const index of candidates(
      asked.map(({ statement }) => statement),
      actions,
    )) {
      const decision = decide(policies, { ...request, action: actions.names[index]!, assume: ['identity'] })
      const blocked = decision.blockedBy.includes(layer)
      if (decision.hingesOn.length > 0) {
        answers[index] = MAYBE
        const known = hinges.get(index)
        const said = decision.decidedBy
          .filter(({ policy }) => policy === document.name)
          .map(({ sid, statement }) => `${document.name}#${sid ?? asked[statement]?.index ?? statement}`)
        hinges.set(index, {
          keys: [...new Set([...(known?.keys ?? []), ...decision.hingesOn])],
          statements: [...new Set([...(known?.statements ?? []), ...(said.length > 0 ? said : [document.name])])],
        })
      } else if (blocked === (effect === 'Deny')) answers[index] = YES
    }
    return answers
  }
  return { name: document.name, allows: ask('Allow'), denies: ask('Deny'), hinges }
}

/** A document that cannot be read: it may say anything, so nothing is claimed of it. */
function unreadable(name: string, { names }: ActionList): Vector {
  const hinge = { keys: [], statements: [`${name} (cannot be read)`] }
  return {
    name,
    allows: new Uint8Array(names.length),
    denies: new Uint8Array(names.length).fill(MAYBE),
    hinges: new Map(names.map((_, index) => [index, hinge])),
  }
}

/** All actions in one list, with where each service's stretch begins and ends. */
export type ActionList = { readonly names: readonly string[]; readonly services: ReadonlyMap<string, readonly [from: number, to: number]> }

export function actionListOf(names: readonly string[]): ActionList {
  const sorted = [...new Set(names)].toSorted()
  const services = new Map<string, [number, number]>()
  for (const [index, name] of sorted.entries()) {
    const service = name.slice(0, name.indexOf(':')).toLowerCase()
    const stretch = services.get(service)
    if (stretch === undefined) services.set(service, [index, index + 1])
    else stretch[1] = index + 1
  }
  return { names: sorted, services }
}

/** Only actions of services that the statements name can be touched by them; a wildcard in the service or a NotAction touches all. */
function* candidates(statements: readonly Statement[], actions: ActionList): Generator<number> {
  const prefixes = new Set<string>()
  for (const { Action } of statements) {
    const patterns = typeof Action === 'string' ? [Action] : Array.isArray(Action) ? (Action as unknown[]) : ['*']
    for (const pattern of patterns) {
      const service = typeof pattern === 'string' ? pattern.slice(0, Math.max(0, pattern.indexOf(':'))).toLowerCase() : ''
      if (service === '' || /[*?$]/.test(service)) {
        for (let index = 0; index < actions.names.length; index++) yield index
        return
      }
      prefixes.add(service)
    }
  }
  for (const prefix of prefixes) {
    const [from, to] = actions.services.get(prefix) ?? [0, 0]
    for (let index = from; index < to; index++) yield index
  }
}

function readStatements(text: string): { version: unknown; statements: Statement[]; isReadable: boolean } {
  const parsed: unknown = parseJson(text)
  if (parsed === null || typeof parsed !== 'object') return { version: undefined, statements: [], isReadable: false }
  const { Version, Statement: statement } = parsed as { Version?: unknown; Statement?: unknown }
  const list = Array.isArray(statement) ? statement : [statement]
  const isReadable = list.every((each) => each !== null && typeof each === 'object')
  return { version: Version, statements: isReadable ? (list as Statement[]) : [], isReadable }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
