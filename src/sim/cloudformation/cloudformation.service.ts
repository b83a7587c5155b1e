import { commonErrors, defineService } from '../define-service.ts'
import { operations } from './operations.gen.ts'

/** What StackSets tell about their instances. CloudFormation publishes no rates; this one is assumed. */
export const cloudformationService = defineService({
  name: 'cloudformation',
  protocol: 'awsQuery',
  version: '2010-05-15',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  schemas: () => import('@aws-sdk/client-cloudformation'),
  operations,
  throttles: [{ operations: ['*'], account: { rate: 10, burst: 20 }, per: 'account_region' }],
  errors: commonErrors.query,
})
