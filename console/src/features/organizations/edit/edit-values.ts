import type { Organization } from '../../../api/operations.gen.ts'
import type { Difference } from '../../../components/conflict.tsx'
import { asText } from '../../../lib/words.ts'
import { type Draft, emptyDraft, type Settings, toCredentials, toSettings } from '../draft.ts'

export function settingsOf({ nickname, excludePrefixes, scopeOuIds, autoRemoveSuspended, autoBadge }: Organization): Settings {
  return { nickname: nickname ?? '', excludePrefixes, isScopeLimited: scopeOuIds.length > 0, scopeOuIds, autoRemoveSuspended, autoBadge }
}

/** What is stored and not secret, to begin from; ExternalIds and keys have to be entered again (ORG-25). */
export function draftOf(organization: Organization): Draft {
  const { caller, organizationRole, memberRole } = organization.credentials
  return {
    ...emptyDraft,
    ...settingsOf(organization),
    orgRoleArn: organizationRole.arn,
    orgSession: organizationRole.sessionName,
    orgDuration: String(organizationRole.durationSeconds),
    memberName: memberRole.name,
    memberSession: memberRole.sessionName,
    memberDuration: String(memberRole.durationSeconds),
    callerKind: caller.kind,
    profile: caller.profile ?? '',
    accessKeyId: caller.accessKeyId ?? '',
  }
}

/** Only what was changed, so that another person's change of another field stands. Credentials go all together or not at all. */
export function editOf(base: Organization, draft: Draft, withCredentials: boolean) {
  const before = toSettings(settingsOf(base))
  const after = toSettings(draft)
  const changed = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before])),
  )
  return { ...changed, ...(withCredentials ? { credentials: toCredentials(draft) } : {}) }
}

/** What is told of a field that this person left alone: the other's change of it stands. */
export const untouched = 'not changed by you'

/** One's own changes on top of what the other saved: what was not touched here is theirs now. */
export function mergeDraft(base: Organization, theirs: Organization, mine: Draft): Draft {
  const [was, is] = [settingsOf(base), settingsOf(theirs)]
  const left = (Object.keys(was) as (keyof Settings)[]).filter((key) => isSame(mine[key], was[key]))
  return { ...mine, ...Object.fromEntries(left.map((key) => [key, is[key]])) }
}

/** Fields that the other person changed, or that both did, with all three values. */
export function differences(base: Organization, theirs: Organization, mine: Draft): readonly Difference[] {
  const [was, is, want] = [toSettings(settingsOf(base)), toSettings(settingsOf(theirs)), toSettings(mine)]
  const fields = (Object.keys(was) as (keyof typeof was)[]).filter((key) => !isSame(was[key], is[key]))
  const settings = fields.map((key) => ({
    field: key,
    base: text(was[key]),
    theirs: text(is[key]),
    mine: isSame(want[key], was[key]) ? untouched : text(want[key]),
  }))
  const isOther = JSON.stringify(base.credentials) !== JSON.stringify(theirs.credentials)
  return isOther
    ? [
        ...settings,
        {
          field: 'credentials',
          base: text(base.credentials.organizationRole.arn),
          theirs: text(theirs.credentials.organizationRole.arn),
          mine: mine.orgRoleArn,
        },
      ]
    : settings
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function text(value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none'
  return Array.isArray(value) ? value.join(', ') : asText(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value)
}
