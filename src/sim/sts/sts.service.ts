import { commonErrors, defineService } from '../define-service.ts'
import { operations } from './operations.gen.ts'

/** 600 requests per second per account and Region, shared; the burst is not published and taken as one second's worth. */
export const stsService = defineService({
  name: 'sts',
  protocol: 'awsQuery',
  version: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  schemas: () => import('@aws-sdk/client-sts'),
  operations,
  throttles: [
    {
      operations: [
        'AssumeRole',
        'GetCallerIdentity',
        'DecodeAuthorizationMessage',
        'GetAccessKeyInfo',
        'GetFederationToken',
        'GetSessionToken',
      ],
      account: { rate: 600, burst: 600 },
      per: 'account_region',
    },
  ],
  errors: commonErrors.query,
})
