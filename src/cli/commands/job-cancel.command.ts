import { defineCommand } from '../define-command.ts'

export const jobCancelCommand = defineCommand({
  name: 'job cancel',
  summary: 'Cancel a job that is not over',
  arguments: [{ name: 'id', summary: 'id of the job' }],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).post<object>(`/v1/jobs/${encodeURIComponent(must('id'))}/cancel`),
  }),
})
