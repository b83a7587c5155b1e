import { defineCommand } from '../define-command.ts'

type Examination = {
  readonly version: string
  readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[]
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Examine what Reeve stands on: database, disk, jobs, AWS credentials and endpoint',
  details: 'Exits 3 when something is not as it should be, so that a monitor can ask.',
  run: async ({ api }) => {
    const { checks } = await (await api()).post<Examination>('/v1/system/doctor')
    return {
      kind: 'rows',
      rows: checks,
      columns: ['name', 'state', 'detail'],
      exitCode: checks.some(({ state }) => state === 'failed') ? 3 : 0,
    }
  },
})
