import { type Document, documentOf, type Statement } from './define-guardrail.ts'

export type PackingRoom = {
  /** Policies that may still be attached to the target. */
  readonly slots: number
  /** Characters of one policy; all of them count, white space too (10,240 for SCPs, 5,120 for RCPs). */
  readonly charactersMax: number
}
export type Packing =
  | { readonly kind: 'packed'; readonly documents: readonly Document[]; readonly characters: readonly number[] }
  /** `slotsNeeded` is null when a single statement is larger than a policy may be and cannot be split. */
  | { readonly kind: 'does_not_fit'; readonly slotsNeeded: number | null; readonly detail: string }

/**
 * Fits statements into as few policies as the target has room for, with the same meaning: policies of one level are ORed for Allow and
 * any Deny denies, so statements may be shared out, merged or split along their lists freely. Sids go only when room runs out.
 */
export function planPacking(statements: readonly Statement[], room: PackingRoom): Packing {
  const merged = mergeAlike(statements)
  const named = pack(merged, room.charactersMax)
  if (named !== null && named.length <= room.slots) return packed(named)
  const bare = pack(mergeAlike(merged.map(({ Sid: _, ...statement }) => statement)), room.charactersMax)
  if (bare !== null && bare.length <= room.slots) return packed(bare)
  if (bare === null)
    return {
      kind: 'does_not_fit',
      slotsNeeded: null,
      detail: `One statement is larger than ${room.charactersMax} characters and cannot be split.`,
    }
  return {
    kind: 'does_not_fit',
    slotsNeeded: bare.length,
    detail: `These statements need ${bare.length} policies of ${room.charactersMax} characters; the target has room for ${room.slots}.`,
  }
}

function packed(documents: readonly Document[]): Packing {
  return { kind: 'packed', documents, characters: documents.map(sizeOf) }
}

export function sizeOf(document: Document): number {
  return JSON.stringify(document).length
}

/** Statements that differ in their actions alone become one: their resources and conditions are then written once. */
function mergeAlike(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>()
  for (const statement of statements) {
    const { Action } = statement
    // A complement has no union to merge into, so NotAction stays part of what must be equal.
    const key = JSON.stringify({ ...statement, Sid: undefined, Action: Action !== undefined })
    const known = merged.get(key)
    if (known === undefined) merged.set(key, statement)
    else if (Action !== undefined) merged.set(key, { ...known, Action: [...new Set([...listOf(known.Action), ...listOf(Action)])] })
  }
  return [...merged.values()]
}

/** First fit, largest first: never more than 11/9 of the fewest possible policies plus one. Null when something cannot be made to fit. */
function pack(statements: readonly Statement[], charactersMax: number): Document[] | null {
  const pieces = statements.flatMap((statement) => split(statement, charactersMax) ?? [null])
  if (pieces.includes(null)) return null
  const bins: Statement[][] = []
  const ordered = (pieces as Statement[]).toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)
  for (const piece of ordered) {
    const bin = bins.find((open) => sizeOf(documentOf(...withUniqueSids([...open, piece]))) <= charactersMax)
    if (bin === undefined) bins.push([piece])
    else bin.push(piece)
  }
  return bins.map((bin) => documentOf(...withUniqueSids(bin)))
}

/** Halves a statement along its longest list until every piece fits; null when no list is left to halve. */
function split(statement: Statement, charactersMax: number): Statement[] | null {
  if (sizeOf(documentOf(statement)) <= charactersMax) return [statement]
  const lists = (['Action', 'Resource'] as const).filter((name) => listOf(statement[name]).length > 1)
  const longest = lists.toSorted((a, b) => JSON.stringify(statement[b]).length - JSON.stringify(statement[a]).length)[0]
  if (longest === undefined) return null
  const list = listOf(statement[longest])
  const middle = Math.ceil(list.length / 2)
  const halves = [list.slice(0, middle), list.slice(middle)].map((half) => split({ ...statement, [longest]: half }, charactersMax))
  return halves.includes(null) ? null : halves.flatMap((half) => half ?? [])
}

/** IAM refuses a Sid that stands twice in one document. */
function withUniqueSids(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>()
  return statements.map((statement) => {
    if (statement.Sid === undefined) return statement
    let sid = statement.Sid
    for (let count = 2; seen.has(sid); count++) sid = `${statement.Sid}${count}`
    seen.add(sid)
    return { ...statement, Sid: sid }
  })
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
