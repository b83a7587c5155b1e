import { defineErrors } from '#lib/app-error.ts'

export const auditErrors = defineErrors({
  audit_sink_not_found: { status: 404, title: 'No such audit sink' },
  audit_sink_name_taken: { status: 409, title: 'An audit sink has this name' },
  audit_sink_kind_fixed: { status: 422, title: 'An audit sink keeps its kind' },
  audit_sink_incomplete: { status: 422, title: 'The audit sink would be incomplete' },
  audit_checkpoints_unreadable: { status: 422, title: 'The checkpoints of this sink cannot be read' },
})
