import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../../api/client.ts'
import { followEvents } from '../../../api/follow-events.ts'
import type { Sync } from '../../../api/operations.gen.ts'
import { ConnectionLost, isProblem } from '../../../api/problem.ts'

const againAfterMs = 2000

/** A sync, and its progress while it runs. A stream that breaks is taken up again. */
export function useLiveSync(org: string, id: string): { readonly sync: Sync | undefined; readonly error: unknown } {
  const client = useQueryClient()
  const [live, setLive] = useState<Sync>()
  const query = useQuery({
    queryKey: ['organization', org, 'sync', id],
    queryFn: ({ signal }) => call('GET /v1/organizations/{org}/syncs/{id}', { path: { org, id }, signal }),
  })
  const isRunning = (live ?? query.data)?.status === 'running'
  useEffect(() => {
    if (!isRunning) return undefined
    const stop = new AbortController()
    void follow({ org, id, signal: stop.signal, tell: setLive }).then((isOver) => {
      if (isOver) void client.invalidateQueries()
    })
    return () => stop.abort()
  }, [org, id, isRunning, client])
  return { sync: live ?? query.data, error: query.error ?? undefined }
}

type Following = { readonly org: string; readonly id: string; readonly signal: AbortSignal; readonly tell: (sync: Sync) => void }

async function follow({ org, id, signal, tell }: Following): Promise<boolean> {
  while (!signal.aborted) {
    try {
      for await (const { event, data } of followEvents('GET /v1/organizations/{org}/syncs/{id}', { path: { org, id }, signal })) {
        tell(data as Sync)
        if (event === 'end') return true
      }
    } catch (error) {
      // Refused meanwhile: what is shown is asked for anew, and says so.
      if (!(error instanceof ConnectionLost) && !(error instanceof TypeError)) return isProblem(error)
    }
    await new Promise((resolve) => setTimeout(resolve, againAfterMs))
  }
  return false
}
