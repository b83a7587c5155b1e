import type { FindCaller } from '../identities.ts'
import { type CallerSource, callerUnavailable } from './caller-source.ts'
import { environmentCaller } from './environment-caller.ts'
import { storedKeysCaller } from './stored-keys-caller.ts'

export type FindCallerOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly allowStoredKeys: boolean
}

/** Asks the places where a caller's credentials can be, in the order of AWS's own tools; the first that is configured decides. */
export function createFindCaller(options: FindCallerOptions): FindCaller {
  return async (caller, signal) => {
    const looked: string[] = []
    const sources: readonly CallerSource[] =
      caller.kind === 'stored_keys' ? [storedKeysCaller(caller, options.allowStoredKeys)] : [environmentCaller(options.environment)]
    for (const source of sources) {
      const found = await source(signal)
      if (found.kind !== 'absent') return found
      looked.push(found.looked)
    }
    return callerUnavailable(`No AWS credentials for the caller. Looked in: ${looked.join('; ')}.`)
  }
}
