import type { OrganizationRegistrationReport } from '../../../api/operations.gen.ts'

export type CheckResult = { readonly name: string; readonly result: 'passed' | 'failed' | 'not_reached' }

const steps = [
  ['form', 'Every field has its form'],
  ['assume_role', 'Reeve can assume the organization role'],
  ['describe_organization', 'The role can read the organization'],
  ['permissions', 'The role has every permission it needs'],
  ['already_registered', 'The organization is not registered yet'],
] as const

/** The checks in the order in which they are made: those before the one that failed passed, those after it were not reached. */
export function checksOf({ failedStep }: Pick<OrganizationRegistrationReport, 'failedStep'>): readonly CheckResult[] {
  const failedAt = failedStep === null ? steps.length : steps.findIndex(([step]) => step === failedStep)
  return steps.map(([, name], index) => ({ name, result: index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached' }))
}
