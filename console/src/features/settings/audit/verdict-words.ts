import type { AuditVerdict } from '../../../api/operations.gen.ts'
import { counted } from '../../../lib/words.ts'

type Finding = AuditVerdict['findings'][number]
type Spoken = { readonly type: 'success' | 'warning' | 'error'; readonly header: string; readonly text: string }

const said: Readonly<Record<Finding, { readonly header: string; readonly text: string }>> = {
  rewritten: {
    header: 'The audit trail was written anew',
    text: 'A signed checkpoint says something else than the trail does now. Whoever did this could write to the database, and if checkpoints disagree with each other, could use the signing key too.',
  },
  truncated: {
    header: 'The end of the audit trail was cut off',
    text: 'A checkpoint vouches for events that are not here any more. An older backup that was restored looks the same.',
  },
  tampered: {
    header: 'The audit trail was tampered with',
    text: 'Events were changed, removed or added after they were sealed.',
  },
  checkpoints_incomplete: {
    header: 'Checkpoints are missing or not genuine',
    text: 'The events themselves agree with each other, but the collection of checkpoints is not whole.',
  },
}

/** What a verification found, in words for a person. The gravest finding counts. */
export function speak(verdict: AuditVerdict): Spoken {
  const [gravest] = verdict.findings
  if (gravest !== undefined) return { type: 'error', ...said[gravest] }
  const unreadable = verdict.unreadableLines.length + verdict.unreadableObjects.length
  if (unreadable > 0)
    return {
      type: 'warning',
      header: 'The audit trail is whole, some checkpoints cannot be read',
      text: `${counted(unreadable, 'line')} of the checkpoints ${unreadable === 1 ? 'is' : 'are'} damaged, for example by a crash while writing.`,
    }
  const events = counted(verdict.sealed, 'event')
  if (verdict.checkpoints === 0)
    return {
      type: 'warning',
      header: 'The audit trail agrees with itself, and nothing vouches for it',
      text: `${events} are sealed, but there is no checkpoint to compare them with.`,
    }
  const later = verdict.sealed - verdict.vouchedTo
  return {
    type: 'success',
    header: 'The audit trail is whole',
    text: `${events} were checked against ${counted(verdict.checkpoints, 'checkpoint')}.${later > 0 ? ` ${counted(later, 'event')} came after the newest of them.` : ''}`,
  }
}
