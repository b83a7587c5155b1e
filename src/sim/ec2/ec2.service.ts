import { commonErrors, defineService } from '../define-service.ts'
import { operations } from './operations.gen.ts'

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: buckets per account and Region. */
export const ec2Service = defineService({
  name: 'ec2',
  protocol: 'ec2Query',
  version: '2016-11-15',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  schemas: () => import('@aws-sdk/client-ec2'),
  operations,
  throttles: [{ operations: ['DescribeRegions'], account: { rate: 20, burst: 100 }, per: 'account_region' }],
  errors: {
    ...commonErrors.query,
    denied: { code: 'UnauthorizedOperation', status: 403 },
    throttled: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
  },
})
