/**
 * What SCPs do not restrict, apart from the management account and service-linked roles. Data as of 2026-11-21. Tasks of the root user
 * that no IAM action stands for (CloudFront key pairs of trusted signers, reverse DNS by request form) cannot appear in a request.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 */
export const scpExemptServices: ReadonlySet<string> = new Set(['mechanicalturk', 'awis', 'alexa'])

/** The root user's registration for the Enterprise support plan; lower case. */
export const scpExemptRootActions: ReadonlySet<string> = new Set([
  'supportplans:createsupportplanschedule',
  'supportplans:startsupportplanupdate',
])
