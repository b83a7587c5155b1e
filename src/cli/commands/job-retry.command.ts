import { defineCommand } from '../define-command.ts'

export const jobRetryCommand = defineCommand({
  name: 'job retry',
  summary: 'Run a failed or cancelled job again',
  arguments: [{ name: 'id', summary: 'id of the job' }],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).post<object>(`/v1/jobs/${encodeURIComponent(must('id'))}/retry`),
  }),
})
