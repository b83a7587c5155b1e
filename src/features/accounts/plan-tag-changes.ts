import type { EstateEventDraft } from '#lib/estate-event.ts'

export type Tags = Readonly<Record<string, string>>

/** What was read of one account's tags: `bulk` from an index that may lag and omit, `own` from the account's own complete list. */
export type TagReading = { readonly bulk: Tags | null; readonly own: Tags | null }

export type TagChange = {
  readonly set: readonly { readonly key: string; readonly value: string }[]
  readonly removed: readonly string[]
  readonly events: readonly EstateEventDraft[]
}

/**
 * The bulk index may add a tag or change its value; absence there is unknown. Only the account's own complete list removes a tag, and where
 * it was read it is the whole truth (BADGE-5). Null: nothing changes.
 */
export function planTagChange(accountId: string, stored: Tags, reading: TagReading): TagChange | null {
  const seen = reading.own ?? reading.bulk ?? {}
  const set = Object.entries(seen)
    .filter(([key, value]) => ownValue(stored, key) !== value)
    .map(([key, value]) => ({ key, value }))
  const own = reading.own
  const removed = own === null ? [] : Object.keys(stored).filter((key) => !Object.hasOwn(own, key))
  if (set.length === 0 && removed.length === 0) return null

  const events = [
    ...set.map(({ key, value }): EstateEventDraft => {
      const before = ownValue(stored, key)
      const kind = before === undefined ? 'tag_added' : 'tag_changed'
      return {
        kind,
        subjectKind: 'account',
        subjectId: accountId,
        before: before === undefined ? null : { key, value: before },
        after: { key, value },
      }
    }),
    ...removed.map((key): EstateEventDraft => {
      const before = { key, value: ownValue(stored, key) ?? '' }
      return { kind: 'tag_removed', subjectKind: 'account', subjectId: accountId, before, after: null }
    }),
  ]
  return { set, removed, events }
}

/** Tag keys are AWS's to choose: `constructor` must not find what every object inherits. */
function ownValue(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined
}
