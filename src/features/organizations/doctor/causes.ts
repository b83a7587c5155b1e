export type Side = 'caller' | 'target'
export type CauseCode =
  | 'caller_policy'
  | 'caller_scp'
  | 'caller_expired'
  | 'registration_settings'
  | 'role_missing'
  | 'trust_excludes_caller'
  | 'external_id_differs'
  | 'rcp'
  | 'duration_too_long'
  | 'account_inactive'
  | 'region_disabled'
  | 'policy_missing'
  | 'scp_blocks_role'
  | 'unreachable'

export type CauseText = { readonly side: Side; readonly cause: string; readonly fix: string }

/** What each cause means and how it is repaired. `registration_settings` is on the caller's side: it is Reeve that holds the wrong value. */
export const causeTexts: Readonly<Record<CauseCode, CauseText>> = {
  caller_policy: {
    side: 'caller',
    cause: "The caller's own policy does not allow sts:AssumeRole on this role.",
    fix: "Attach the kit's caller-policy.json to the caller.",
  },
  caller_scp: { side: 'caller', cause: "An SCP on the caller's account denies sts:AssumeRole.", fix: 'Exempt the caller in that SCP.' },
  caller_expired: {
    side: 'caller',
    cause: "The caller's own credentials have expired.",
    fix: 'Renew them; for an SSO profile: aws sso login.',
  },
  registration_settings: {
    side: 'caller',
    cause: 'The member role name or ExternalId that Reeve holds is not the one in the accounts.',
    fix: 'Compare with the kit and edit the registration.',
  },
  role_missing: {
    side: 'target',
    cause: 'The role does not exist in the account, or under another name or path.',
    fix: "Deploy the kit's member role there; check the StackSet.",
  },
  trust_excludes_caller: {
    side: 'target',
    cause: "The role's trust policy does not name this installation's caller.",
    fix: "Replace the trust policy by the kit's member-trust.json.",
  },
  external_id_differs: {
    side: 'target',
    cause: "The role's trust policy expects another ExternalId.",
    fix: 'Deploy the role again with the ExternalId of this registration.',
  },
  rcp: {
    side: 'target',
    cause: 'A resource control policy (RCP) on the account denies sts:AssumeRole.',
    fix: 'Exempt the caller in that RCP.',
  },
  duration_too_long: {
    side: 'target',
    cause: "The session duration is longer than the role's MaxSessionDuration.",
    fix: "Raise the role's MaxSessionDuration, or lower the duration of the registration.",
  },
  account_inactive: {
    side: 'target',
    cause: 'The account is suspended or closed: AWS lets nobody in.',
    fix: 'Reinstate the account, or let auto-removal take it out.',
  },
  region_disabled: {
    side: 'target',
    cause: 'The STS Region that Reeve uses is not enabled in the account.',
    fix: 'Let Reeve use a Region that is enabled everywhere.',
  },
  policy_missing: {
    side: 'target',
    cause: 'The role can be assumed but lacks its policy.',
    fix: "Attach the kit's read-only-policy.json to the role.",
  },
  scp_blocks_role: {
    side: 'target',
    cause: 'The role can be assumed, but an SCP denies what it does.',
    fix: 'Exempt the member role in that SCP.',
  },
  unreachable: { side: 'caller', cause: 'AWS did not answer.', fix: 'Check the network between Reeve and AWS, and try again.' },
}
