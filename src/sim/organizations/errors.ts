import type {
  ConstraintViolationExceptionReason,
  HandshakeConstraintViolationExceptionReason,
  InvalidInputExceptionReason,
} from '@aws-sdk/client-organizations'
import { SimError } from '../define-operation.ts'

/** Wording follows the API reference; the sentences of the first two are what AWS's own CLI users report verbatim. */
const messages = {
  AWSOrganizationsNotInUseException: 'Your account is not a member of an organization.',
  AccessDeniedException: "You don't have permissions to access this resource.",
  AccountAlreadyClosedException: 'You attempted to close an account that is already closed.',
  AccountAlreadyRegisteredException: 'The specified account is already a delegated administrator for this AWS service.',
  AccountNotFoundException: "You specified an account that doesn't exist.",
  AccountNotRegisteredException: 'The specified account is not a delegated administrator for this AWS service.',
  AlreadyInOrganizationException: 'The AWS account is already a member of an organization.',
  ChildNotFoundException: "You specified a child that doesn't exist.",
  ConflictException: 'The request failed because it conflicts with the current state of the specified resource.',
  CreateAccountStatusNotFoundException: "You specified a create account request that doesn't exist.",
  DestinationParentNotFoundException: "You specified a destination parent that doesn't exist.",
  DuplicateAccountException: 'The account is already present in the specified destination.',
  DuplicateHandshakeException: 'A handshake with the same action and target already exists.',
  DuplicateOrganizationalUnitException: 'An OU with the same name already exists.',
  DuplicatePolicyAttachmentException: 'The selected policy is already attached to the specified target.',
  DuplicatePolicyException: 'A policy with the specified name and type already exists.',
  EffectivePolicyNotFoundException: 'The effective policy of the specified type was not found for the specified target.',
  HandshakeAlreadyInStateException: 'The specified handshake is already in the requested state.',
  HandshakeNotFoundException: "You specified a handshake that doesn't exist.",
  InvalidHandshakeTransitionException: "You can't perform the operation on the handshake in its current state.",
  MalformedPolicyDocumentException: 'The provided policy document does not meet the requirements of the specified policy type.',
  MasterCannotLeaveOrganizationException: 'The management account cannot leave the organization.',
  OrganizationNotEmptyException: 'To delete an organization you must first remove all member accounts (except the management account).',
  OrganizationalUnitNotEmptyException: 'The specified OU is not empty. Move or remove its accounts and child OUs first.',
  OrganizationalUnitNotFoundException: "You specified an organizational unit that doesn't exist.",
  ParentNotFoundException: "You specified a parent that doesn't exist.",
  PolicyChangesInProgressException:
    'Changes to the effective policy are in progress, and its contents can not be returned or changed yet. Try again later.',
  PolicyInUseException: 'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts first.',
  PolicyNotAttachedException: "The specified policy isn't attached to the specified target.",
  PolicyNotFoundException: "You specified a policy that doesn't exist.",
  PolicyTypeAlreadyEnabledException: 'The specified policy type is already enabled.',
  PolicyTypeNotAvailableForOrganizationException:
    "You can't use the specified policy type with the feature set currently enabled for your organization.",
  PolicyTypeNotEnabledException: 'This operation can be performed only for enabled policy types.',
  ResourcePolicyNotFoundException: "We can't find a resource policy request with the parameter that you specified.",
  ResponsibilityTransferNotFoundException: "We can't find a transfer that doesn't exist.",
  RootNotFoundException: "You specified a root that doesn't exist.",
  SourceParentNotFoundException: "You specified a source parent that doesn't exist.",
  TargetNotFoundException: "You specified a target that doesn't exist.",
} as const

export type OrganizationsErrorCode = keyof typeof messages

/** An Organizations error with AWS's wording; `detail` replaces it where AWS words one operation differently. */
export function organizationsError(code: OrganizationsErrorCode, detail: string = messages[code]): SimError {
  return new SimError(code, detail)
}

const invalidInput: Partial<Record<InvalidInputExceptionReason, string>> = {
  IMMUTABLE_POLICY: 'You specified a policy that is managed by AWS and cannot be modified.',
  INPUT_REQUIRED: 'You must include a value for all required parameters.',
  INVALID_NEXT_TOKEN: 'You specified an invalid value for nextToken. Use the value that a previous call of the operation returned.',
  INVALID_PATTERN: 'You provided a value that does not match the required pattern.',
  INVALID_SYSTEM_TAGS_PARAMETER:
    'You specified a tag key that is a system tag. You can’t add, edit, or delete system tag keys because they are reserved for AWS use.',
  MAX_LENGTH_EXCEEDED: 'You provided a string parameter that is longer than allowed.',
  MAX_VALUE_EXCEEDED: 'You provided a numeric parameter that has a larger value than allowed.',
  MIN_LENGTH_EXCEEDED: 'You provided a string parameter that is shorter than allowed.',
  MIN_VALUE_EXCEEDED: 'You provided a numeric parameter that has a smaller value than allowed.',
  MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS: 'You can move an account only between entities in the same root.',
  DUPLICATE_TAG_KEY: 'Tag keys must be unique among the tags attached to the same entity.',
  NON_DETACHABLE_POLICY: 'You cannot detach the specified policy from the target.',
  INVALID_ENUM: 'You specified an invalid value.',
  INVALID_ENUM_POLICY_TYPE: 'You specified an invalid policy type string.',
  INVALID_EMAIL_ADDRESS_TARGET: 'You specified an invalid email address for the invited account owner.',
  INVALID_PARTY_TYPE_TARGET: 'You specified the wrong type of entity (account, organization, or email) as a party.',
  TARGET_NOT_SUPPORTED: "You can't perform the specified operation on that target entity.",
  UNRECOGNIZED_SERVICE_PRINCIPAL: 'You specified an unrecognized service principal.',
  INVALID_RESOURCE_POLICY_JSON: 'The resource policy document is not valid.',
}

export function invalidInputError(reason: InvalidInputExceptionReason): SimError {
  return new SimError('InvalidInputException', invalidInput[reason] ?? 'You specified an invalid value.', { fields: { Reason: reason } })
}

const constraint: Partial<Record<ConstraintViolationExceptionReason, string>> = {
  ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED: 'You have exceeded the number of accounts that can be created at the same time.',
  ACCOUNT_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of AWS accounts.',
  CANNOT_CLOSE_MANAGEMENT_ACCOUNT: 'You cannot close the management account of an organization.',
  CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR:
    'You cannot register master account/yourself as delegated administrator for your organization.',
  CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR: 'You cannot register a suspended account as a delegated administrator.',
  CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG:
    'This operation requires the account to be deregistered as a delegated administrator first.',
  CLOSE_ACCOUNT_QUOTA_EXCEEDED: 'You have exceeded close account quota for the past 30 days.',
  CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED: 'You have exceeded the number of accounts that you can close at a time.',
  HANDSHAKE_RATE_LIMIT_EXCEEDED: 'You have exceeded the number of handshakes that you can send in one day.',
  MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED:
    'You have exceeded the allowed number of delegated administrators for the delegated service.',
  MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED: 'You have attached the maximum number of policies to the specified target.',
  MAX_TAG_LIMIT_EXCEEDED: 'You have exceeded the number of tags allowed on this resource.',
  MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED:
    'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
  ORGANIZATION_NOT_IN_ALL_FEATURES_MODE: 'This operation requires that all features be enabled for your organization.',
  OU_DEPTH_LIMIT_EXCEEDED: 'You have exceeded the allowed depth of the OU tree.',
  OU_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of OUs.',
  POLICY_CONTENT_LIMIT_EXCEEDED: 'You have exceeded the maximum policy size.',
  POLICY_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of policies.',
  SERVICE_ACCESS_NOT_ENABLED:
    'You must enable service access before you delegate an administrator for this service. Call the AWS API EnableAWSServiceAccess first.',
  WAIT_PERIOD_ACTIVE:
    'This operation requires a wait period. You must wait until at least four days after the account was created. Invited accounts are not subject to this waiting period.',
}

export function constraintError(reason: ConstraintViolationExceptionReason): SimError {
  return new SimError('ConstraintViolationException', constraint[reason] ?? 'You have exceeded a limit.', { fields: { Reason: reason } })
}

const handshakeConstraint: Partial<Record<HandshakeConstraintViolationExceptionReason, string>> = {
  ACCOUNT_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of AWS accounts.',
  ALREADY_IN_AN_ORGANIZATION: 'The invited account is already a member of an organization.',
  HANDSHAKE_RATE_LIMIT_EXCEEDED: 'You have exceeded the number of handshakes that you can send in one day.',
  INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES:
    "You can't issue new invitations to join an organization while it's in the process of enabling all features.",
  ORGANIZATION_ALREADY_HAS_ALL_FEATURES: 'All features are already enabled on this organization.',
  ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION: 'The organization is already pending enabling all features.',
}

export function handshakeConstraintError(reason: HandshakeConstraintViolationExceptionReason): SimError {
  return new SimError('HandshakeConstraintViolationException', handshakeConstraint[reason] ?? 'The handshake violates a constraint.', {
    fields: { Reason: reason },
  })
}
