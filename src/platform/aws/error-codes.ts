/** AWS's and Node's error codes by what they mean for a caller. Every protocol and generation of services has its own words. */
export const throttleCodes: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'TooManyRequests',
  'RequestLimitExceeded',
  'Client.RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'PriorRequestNotComplete',
  'SlowDown',
  'EC2ThrottledException',
])

/** Codes of a concurrent change: nothing was done, and AWS asks to try again. */
export const contentionCodes: ReadonlySet<string> = new Set([
  'ConcurrentModificationException',
  'ConcurrentModification',
  'PolicyChangesInProgressException',
  'OperationInProgressException',
])

export const serverCodes: ReadonlySet<string> = new Set([
  'ServiceException',
  'InternalFailure',
  'InternalError',
  'InternalServerError',
  'InternalServerException',
  'InternalServiceException',
  'InternalServiceError',
  'InternalException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ServiceFailure',
  'ServiceFailureException',
  'Unavailable',
  'ServerInternal',
  'IDPCommunicationError',
  'RequestTimeout',
  'RequestTimeoutException',
])

export const expiredCodes: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'ExpiredTokenFault',
  'RequestExpired',
  'CredentialsExpired',
])
export const skewCodes: ReadonlySet<string> = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture', 'RequestExpired'])
export const absentCodes: ReadonlySet<string> = new Set([
  'UnknownOperationException',
  'UnknownOperation',
  'InvalidAction',
  'UnsupportedAPIEndpointException',
  'UnsupportedOperationException',
  'SubscriptionRequiredException',
  'UnknownEndpoint',
  'NotImplemented',
])
export const inactiveCodes: ReadonlySet<string> = new Set([
  'Blocked',
  'AccountProblem',
  'AccountSuspendedException',
  'AccountClosedException',
  'NotSignedUp',
  'AllAccessDisabled',
  'PendingVerification',
  'InactiveAccount',
])
/** Only where AWS says it: a plain AccessDenied from a suspended account stays `denied`, by nobody knows what. */
export const inactiveMessage =
  /\baccount\b[^.]{0,60}\b(?:is|has been|was)\b[^.]{0,20}\b(?:suspended|closed|blocked|terminated|deactivated)\b/i

/** A key that the called Region does not know. In an opt-in Region that is how a disabled Region answers valid credentials. */
export const unknownKeyCodes: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
])

/** Failures before a byte of the request could be acted on: no name, no route, no connection, no trust in the certificate. */
export const unsentPattern =
  /^(?:ECONNREFUSED|ECONNECTTIMEOUT|ENOTFOUND|EAI_|EHOST|ENET|EADDR|EMFILE|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/
/** Failures on the way: the request may have arrived. */
export const lostPattern = /^(?:ECONN|EPIPE|ETIMEDOUT|EPROTO|HPE_|ERR_SSL|ERR_TLS|ERR_STREAM|UND_ERR|TimeoutError$)/
