import { createDoor, type DoorOptions } from '../create-door.ts'
import type { AwsSession, SessionTarget, Work } from '../door.ts'
import { assumedRole, callerIdentity, FakeAws, type FakeAnswer, type FakeRequest } from './fake-aws.ts'
import { FakeClock } from './fake-clock.ts'

export const userArn = 'arn:aws:iam::999999999999:user/reeve'
export const orgRoleArn = 'arn:aws:iam::111111111111:role/Org'
export const environment = { AWS_ACCESS_KEY_ID: 'AKIACALLER', AWS_SECRET_ACCESS_KEY: 'caller-secret', AWS_REGION: 'us-east-1' }
export const orgTarget: SessionTarget = {
  caller: { kind: 'default' },
  role: { roleArn: orgRoleArn, sessionName: 'reeve', externalId: 'x-1' },
  expectedAccountId: '111111111111',
  organizationId: 'o-exampleorg1',
}

type Answer = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer> | undefined

/** A door on a fake AWS and a fake clock. STS answers as usual unless `answer` has something to say first. */
export function doorOn(answer: Answer, options: DoorOptions & { readonly clock?: FakeClock } = {}) {
  const clock = options.clock ?? new FakeClock()
  let issued = 0
  /** When each key that the fake STS issued expires. */
  const expiries = new Map<string, number>()
  const aws = new FakeAws(async (request) => {
    const given = await answer(request)
    if (given !== undefined) return given
    if (request.operation === 'GetCallerIdentity') return callerIdentity('999999999999', userArn)
    if (request.operation === 'AssumeRole') {
      issued += 1
      const expiration = new Date(clock.now() + Number(request.form.get('DurationSeconds') ?? 3600) * 1000)
      expiries.set(`ASIA${issued}`, expiration.getTime())
      return assumedRole({
        roleArn: request.form.get('RoleArn')!,
        sessionName: request.form.get('RoleSessionName')!,
        accessKeyId: `ASIA${issued}`,
        expiration,
      })
    }
    return new Error(`The fake AWS has no answer for ${request.operation}.`)
  })
  const door = createDoor({ environment, requestHandler: aws, clock, random: () => 0.5, attribution: 'none', ...options })
  return { aws, clock, door, expiries }
}

export function work(given: Partial<Work> = {}): Work {
  return { actor: 'tester', signal: new AbortController().signal, ...given }
}

/** Opens a session that must open. */
export async function opened(
  { door, clock }: Pick<ReturnType<typeof doorOn>, 'door' | 'clock'>,
  target: SessionTarget = orgTarget,
): Promise<AwsSession> {
  const outcome = await clock.runUntil(door.open(target, work()))
  if (outcome.kind !== 'ok') throw new Error(`The session did not open: ${JSON.stringify(outcome)}`)
  return outcome.value
}
