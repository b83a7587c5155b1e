import { defineService } from '../define-service.ts'
import { operations } from './operations.gen.ts'

/** Amazon S3, as far as objects under a lock need it. No rates: those it publishes are per prefix, and beyond what one trail can reach. */
export const s3Service = defineService({
  name: 's3',
  protocol: 'restXml',
  schemas: () => import('@aws-sdk/client-s3'),
  operations,
  throttles: [],
  errors: {
    denied: { code: 'AccessDenied', status: 403 },
    throttled: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
  },
})
