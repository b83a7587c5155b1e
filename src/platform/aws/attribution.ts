import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import type { Work } from './door.ts'

/**
 * How CloudTrail learns who asked Reeve for a call: `SourceIdentity` stands in every event of the session and names the actor, session
 * tags name actor and job. Both need a trust policy that allows `sts:SetSourceIdentity` and `sts:TagSession`.
 */
export type Attribution = 'source_identity_and_tags' | 'source_identity' | 'session_tags' | 'none'

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

/**
 * What each role's trust policy has taught: `plain` refuses attribution and lets the plain call through; `denied` refused both, so the
 * next try is a plain one. One extra call per role, remembered; never a loop.
 */
export class AttributionMemory {
  readonly #marks = new Map<string, 'plain' | 'denied'>()

  allows(roleArn: string): boolean {
    return !this.#marks.has(roleArn)
  }

  /** Records how a plain call ended after an attributed one was denied, or in its place. */
  learn(roleArn: string, plain: 'ok' | 'denied'): void {
    if (plain === 'denied') this.#mark(roleArn, 'denied')
    // A role that had refused everything has been repaired since: it may now allow attribution as well.
    else if (this.#marks.get(roleArn) === 'denied') this.#marks.delete(roleArn)
    else this.#mark(roleArn, 'plain')
  }

  forget(roleArn: string): void {
    this.#marks.delete(roleArn)
  }

  #mark(roleArn: string, mark: 'plain' | 'denied') {
    this.#marks.delete(roleArn)
    this.#marks.set(roleArn, mark)
    if (this.#marks.size <= marksMax) return
    const oldest = this.#marks.keys().next()
    if (oldest.done !== true) this.#marks.delete(oldest.value)
  }
}
