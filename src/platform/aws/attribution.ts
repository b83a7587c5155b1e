import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import type { Clock } from './clock.ts'
import type { Work } from './door.ts'

/**
 * How CloudTrail learns who asked Reeve for a call: `SourceIdentity` stands in every event of the session and names the actor, session
 * tags name actor and job. Both need a trust policy that allows `sts:SetSourceIdentity` and `sts:TagSession`.
 */
export const attributions = ['source_identity_and_tags', 'source_identity', 'session_tags', 'none'] as const
export type Attribution = (typeof attributions)[number]

export const attributionTagKeys = { actor: 'ReeveActor', job: 'ReeveJob' } as const

/** The AssumeRole members that name the work; characters AWS refuses become hyphens. */
export function attributionInput(
  attribution: Attribution,
  work: Pick<Work, 'actor' | 'jobId'>,
): Pick<AssumeRoleCommandInput, 'SourceIdentity' | 'Tags'> {
  const sourceIdentity = work.actor.replace(/[^\w+=,.@-]/g, '-').slice(0, 64)
  const tags = [
    { Key: attributionTagKeys.actor, Value: tagValue(work.actor) },
    ...(work.jobId === undefined ? [] : [{ Key: attributionTagKeys.job, Value: tagValue(work.jobId) }]),
  ]
  return {
    ...((attribution === 'source_identity' || attribution === 'source_identity_and_tags') && sourceIdentity.length >= 2
      ? { SourceIdentity: sourceIdentity }
      : {}),
    ...(attribution === 'session_tags' || attribution === 'source_identity_and_tags' ? { Tags: tags } : {}),
  }
}

function tagValue(text: string): string {
  return text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-').slice(0, 256)
}

/** Sessions that name their work are shared only by the same work: credentials taken for one actor must not sign for another. */
export function attributionKey(attribution: Attribution, work: Pick<Work, 'actor' | 'jobId'>): string {
  return attribution === 'source_identity' ? work.actor : `${work.actor}/${work.jobId ?? ''}`
}

const marksMax = 10_000
/** Trust policies are rolled out from one template: after this many equal refusals the next role of that name is not asked. */
const alikeMax = 3
/** After this a role is asked again: its trust may have been updated. */
const markMs = 24 * 3_600_000

type Mark = { readonly kind: 'plain' | 'denied'; readonly atMs: number }

/**
 * What the trust policies have taught: `plain` refuses attribution and lets the plain call through; `denied` refused both, so the next
 * try is a plain one. One extra call per role, remembered for a day; never a loop. When three roles of one name have refused, the others
 * of that name are not asked either, so that a large organization costs three refusals and not ten thousand.
 */
export class AttributionMemory {
  readonly #clock: Clock
  readonly #marks = new Map<string, Mark>()
  readonly #alike = new Map<string, { count: number; readonly sinceMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  allows(roleArn: string): boolean {
    const alike = this.#alike.get(nameOf(roleArn))
    if (alike !== undefined && alike.count >= alikeMax && this.#isYoung(alike.sinceMs)) return false
    const mark = this.#marks.get(roleArn)
    return mark === undefined || !this.#isYoung(mark.atMs)
  }

  accepted(roleArn: string): void {
    this.#marks.delete(roleArn)
    this.#alike.delete(nameOf(roleArn))
  }

  /** An attributed call was denied; this is how the plain one ended. */
  refused(roleArn: string, plain: 'ok' | 'denied'): void {
    this.#mark(roleArn, plain === 'ok' ? 'plain' : 'denied')
    if (plain === 'denied') return
    const alike = this.#alike.get(nameOf(roleArn))
    if (alike !== undefined && this.#isYoung(alike.sinceMs)) alike.count += 1
    else this.#alike.set(nameOf(roleArn), { count: 1, sinceMs: this.#clock.now() })
  }

  /** A plain call went through where attribution was not tried. A role that had refused everything has been repaired: it may allow attribution too. */
  passed(roleArn: string): void {
    if (this.#marks.get(roleArn)?.kind === 'denied') this.#marks.delete(roleArn)
  }

  forget(roleArn: string): void {
    this.#marks.delete(roleArn)
    this.#alike.delete(nameOf(roleArn))
  }

  #isYoung(atMs: number): boolean {
    return this.#clock.now() - atMs < markMs
  }

  #mark(roleArn: string, kind: Mark['kind']) {
    this.#marks.delete(roleArn)
    this.#marks.set(roleArn, { kind, atMs: this.#clock.now() })
    if (this.#marks.size <= marksMax) return
    const oldest = this.#marks.keys().next()
    if (oldest.done !== true) this.#marks.delete(oldest.value)
  }
}

/** Path and name, without partition and account. */
function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.indexOf(':role/') + 1)
}
