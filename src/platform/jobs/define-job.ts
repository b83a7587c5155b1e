import type { z } from 'zod'

export type JobCall<Payload> = {
  readonly payload: Payload
  /** Aborted when the process shuts down, the job is cancelled or its heartbeat is lost. */
  readonly signal: AbortSignal
  readonly jobId: string
}

export type Job<Name extends string, Deps, Payload extends z.ZodType> = {
  readonly name: Name
  readonly summary: string
  readonly payload: Payload
  readonly retry: { readonly limit: number; readonly backoffSeconds: number }
  /** How many run at once in one process. */
  readonly concurrency?: number
  /** Cron expression (UTC); the payload of a scheduled run is `{}`. */
  readonly schedule?: string
  readonly run: (deps: Deps, call: JobCall<z.output<Payload>>) => Promise<void>
}

/** Declares a background job: at most twenty lines around a use case. It runs at least once, so repeating it must be harmless. */
export function defineJob<const Name extends string, Deps, Payload extends z.ZodType>(
  job: Job<Name, Deps, Payload>,
): Job<Name, Deps, Payload> {
  return job
}

export type EnqueueOptions = {
  /** At most one queued or running job per key; a second enqueue is dropped and answers null. */
  readonly singletonKey?: string
  readonly startAfter?: Date
}

/** Enqueues inside the caller's transaction: the job exists if and only if the change commits. Answers the job id, or null when dropped. */
export type JobQueue<Tx> = {
  enqueue<Payload extends z.ZodType>(
    tx: Tx,
    job: Job<string, never, Payload>,
    payload: z.input<Payload>,
    options?: EnqueueOptions,
  ): Promise<string | null>
}
