import type { NamedDocument } from '#iam/types.ts'
import { SimError } from '../define-operation.ts'
import { findPolicyText, iamOf } from '../iam/state.ts'
import { parsePolicy } from '../policy-text.ts'
import type { SimulatedAws } from '../state.ts'

/** Longest inline session policy, in characters; managed ones count through the packed size. */
const textMax = 2048
const managedMax = 10

export type SessionPolicyInput = {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
}
export type SessionPolicies = { readonly policies: readonly NamedDocument[] | undefined; readonly packedPercent: number | undefined }

/** Policies that narrow a session, from the request; `undefined` where it names none, which narrows nothing. */
export function sessionPoliciesOf(aws: SimulatedAws, accountId: string, input: SessionPolicyInput): SessionPolicies {
  const { Policy: text, PolicyArns: arns = [] } = input
  if (text === undefined && arns.length === 0) return { policies: undefined, packedPercent: undefined }
  if (arns.length > managedMax)
    throw new SimError('ValidationError', `The requested PolicyArns exceed the limit of ${managedMax}.`, { status: 400 })
  const problem = text === undefined ? undefined : parsePolicy(text, 'session')
  if (problem !== undefined) throw new SimError('MalformedPolicyDocument', problem)
  const length = (text?.length ?? 0) + arns.reduce((sum, { arn }) => sum + (arn?.length ?? 0), 0)
  if (length > textMax)
    throw new SimError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${Math.ceil((length / textMax) * 100)}% of allotted space, please use smaller policy.`,
    )
  const managed = arns.map(({ arn = '' }) => {
    const document = findPolicyText(aws, iamOf(aws, accountId), arn)
    if (document === undefined)
      throw new SimError('ValidationError', `The specified managed policy ${arn} does not exist.`, { status: 400 })
    return { name: arn, document }
  })
  const inline = text === undefined ? [] : [{ name: 'session policy', document: text }]
  return { policies: [...inline, ...managed], packedPercent: Math.ceil((length / textMax) * 100) }
}
