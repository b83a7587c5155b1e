import type { z } from 'zod'
import type { JobCall } from './define-job.ts'

/** Any declared job whose deps `Deps` satisfies; a list of these is what a process runs. */
export type RegisteredJob<Deps> = {
  readonly name: string
  readonly summary: string
  readonly payload: z.ZodType
  readonly retry: { readonly limit: number; readonly backoffSeconds: number }
  readonly concurrency?: number
  readonly schedule?: string
  readonly run: (deps: Deps, call: JobCall<never>) => Promise<void>
}
