import type { Clock } from '../clock.ts'
import type { Dispatcher } from '../dispatcher.ts'
import type { CallerIdentity } from '../door.ts'
import type { FindCaller } from '../identities.ts'
import type { IdentityGuard } from '../identity-guard.ts'
import type { RequestHandler } from '../transport.ts'
import { type CallerSource, callerUnavailable } from './caller-source.ts'
import { containerCaller } from './container-caller.ts'
import { environmentCaller } from './environment-caller.ts'
import { imdsCaller } from './imds-caller.ts'
import { profileCaller } from './profile-caller.ts'
import { storedKeysCaller } from './stored-keys-caller.ts'
import { webIdentityCaller } from './web-identity-caller.ts'

export type FindCallerOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly allowStoredKeys: boolean
  readonly clock: Clock
  readonly dispatcher: Dispatcher
  readonly guard: IdentityGuard
  readonly metadata: RequestHandler
}

/**
 * Asks the places where a caller's credentials can be, in the order of AWS's own tools; the first that is configured decides, so that a
 * broken configuration is reported and not papered over by the next.
 */
export function createFindCaller(options: FindCallerOptions): FindCaller {
  const { environment, allowStoredKeys, clock, dispatcher, metadata } = options
  const defaults: readonly CallerSource[] = [
    ...(environment['AWS_PROFILE'] ? [] : [environmentCaller(environment)]),
    profileCaller(undefined, options),
    webIdentityCaller(environment, dispatcher),
    containerCaller(environment),
    imdsCaller({ environment, handler: metadata, clock }),
  ]

  function sourcesOf(caller: CallerIdentity): readonly CallerSource[] {
    if (caller.kind === 'stored_keys') return [storedKeysCaller(caller, allowStoredKeys)]
    return caller.kind === 'profile' ? [profileCaller(caller.profile, options)] : defaults
  }

  return async (caller, work) => {
    const looked: string[] = []
    for (const source of sourcesOf(caller)) {
      const found = await source(work)
      if (found.kind !== 'absent') return found
      looked.push(found.looked)
    }
    return callerUnavailable(`No AWS credentials for the caller. Looked in: ${looked.join('; ')}.`)
  }
}
