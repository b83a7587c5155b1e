import { defineCommand } from '../define-command.ts'

export const jobShowCommand = defineCommand({
  name: 'job show',
  summary: 'Show one job: its payload, its state and what its last failure said',
  arguments: [{ name: 'id', summary: 'id of the job' }],
  run: async ({ api, must }) => ({ kind: 'item', item: await (await api()).get<object>(`/v1/jobs/${encodeURIComponent(must('id'))}`) }),
})
