import type { ApiClient } from '#platform/http/client.ts'
import type { CommandCall, Rendering } from './define-command.ts'

type Job = { readonly id: string; readonly state: string; readonly attempt: number; readonly error: string | null }

/** Follows a job to its end and shows it; exit 1 when it did not get done. */
export async function waitForJob(client: ApiClient, id: string, { io, signal }: CommandCall): Promise<Rendering> {
  let last: Job | undefined
  for await (const { data } of client.events({ path: `/v1/jobs/${encodeURIComponent(id)}`, signal })) {
    last = data as Job
    io.note(`job ${last.state}${last.attempt > 1 ? `, attempt ${last.attempt}` : ''}${last.error === null ? '' : `: ${last.error}`}`)
  }
  const job = await client.get<Job>(`/v1/jobs/${encodeURIComponent(id)}`)
  return { kind: 'item', item: job, exitCode: job.state === 'done' ? 0 : 1 }
}
