// Written by `npm run gen`. Do not edit.
export const estateEventKinds = ['joined', 'adopted', 'left', 'moved', 'renamed', 'email_changed', 'suspended', 'closed', 'reactivated', 'state_changed', 'detached', 'restored', 'purged', 'tag_added', 'tag_changed', 'tag_removed', 'ou_created', 'ou_renamed', 'ou_moved', 'ou_deleted', 'policy_type_changed', 'policy_created', 'policy_changed', 'policy_deleted', 'attached', 'removals_held', 'ignored', 'unignored'] as const

export const jobStates = ['queued', 'running', 'waiting_to_retry', 'done', 'failed', 'cancelled'] as const
