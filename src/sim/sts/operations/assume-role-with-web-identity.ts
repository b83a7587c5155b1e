import type { AssumeRoleWithWebIdentityRequest } from '@aws-sdk/client-sts'
import { decideFor } from '../../authorize.ts'
import { type Caller, defineOperation, SimError } from '../../define-operation.ts'
import { findIam } from '../../iam/state.ts'
import { sessionConstraints } from '../assume-role-as.ts'
import { findRoleTarget, requireRegion } from '../role-target.ts'
import { openSession } from '../session.ts'
import { sessionPoliciesOf } from '../session-policies.ts'
import { readClaims, requireValidToken } from '../web-identity.ts'

/** Needs no AWS credentials: the token is the proof. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export const assumeRoleWithWebIdentity = defineOperation<AssumeRoleWithWebIdentityRequest>({
  name: 'AssumeRoleWithWebIdentity',
  constraints: { ...sessionConstraints, WebIdentityToken: { length: [4, 20_000] } },
  unsigned: true,
  acceptsDisabledRegion: true,
  authorize: null,
  async handle({ aws, endpoint, facts, input, region }) {
    const target = findRoleTarget(aws, input.RoleArn!)
    requireRegion(aws, region, target.accountId)
    const claims = readClaims(input.WebIdentityToken!)
    const host = claims.iss.replace(/^https?:\/\//, '').replace(/\/$/, '')
    const providerArn = `arn:${aws.settings.partition}:iam::${target.accountId}:oidc-provider/${host}`
    const provider = findIam(aws, target.accountId)?.oidcProviders.get(providerArn)
    if (provider === undefined)
      throw new SimError('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${claims.iss}`)
    await requireValidToken(aws, input.WebIdentityToken!, claims, provider)

    const federated: Caller = {
      kind: 'federated',
      accountId: target.accountId,
      arn: providerArn,
      userId: `${providerArn}:${claims.sub}`,
      accessKeyId: '',
    }
    const context = {
      [`${host}:aud`]: claims.aud[0]!,
      [`${host}:sub`]: claims.sub,
      [`${host}:amr`]: claims.amr,
      'sts:RoleSessionName': input.RoleSessionName!,
    }
    const authorization = {
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: target.arn,
      resourceAccountId: target.accountId,
      resourcePolicy: target.trust,
      context,
    }
    const { decision } = decideFor(aws, { caller: federated, region }, authorization, facts)
    if (target.role === undefined || decision !== 'allowed')
      throw new SimError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', { status: 403 })

    const { role } = target
    const durationSeconds = input.DurationSeconds ?? 3600
    if (durationSeconds > role.maxSessionDuration)
      throw new SimError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', {
        status: 400,
      })
    const { policies, packedPercent } = sessionPoliciesOf(aws, target.accountId, input)
    const caller = {
      kind: 'role',
      accountId: target.accountId,
      arn: `arn:${aws.settings.partition}:sts::${target.accountId}:assumed-role/${role.name}/${input.RoleSessionName}`,
      userId: `${role.id}:${input.RoleSessionName}`,
      entityPath: `${role.path.slice(1)}${role.name}`,
      sessionName: input.RoleSessionName!,
    } as const
    return {
      Credentials: openSession(aws, { caller, durationSeconds, endpoint, policies }),
      SubjectFromWebIdentityToken: claims.sub,
      AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
      Provider: providerArn,
      Audience: claims.aud[0]!,
      ...(packedPercent === undefined ? {} : { PackedPolicySize: packedPercent }),
    }
  },
})
