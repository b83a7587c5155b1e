import { defineService } from '../define-service.ts'
import { operations } from './operations.gen.ts'

/** Resource Groups Tagging API. Its rates are not published; this one is assumed. */
export const taggingService = defineService({
  name: 'tagging',
  actionPrefix: 'tag',
  protocol: 'awsJson1_1',
  targetPrefix: 'ResourceGroupsTaggingAPI_20170126',
  schemas: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  operations,
  throttles: [{ operations: ['GetResources'], account: { rate: 15, burst: 15 }, per: 'account_region' }],
  errors: {
    denied: { code: 'AccessDeniedException', status: 400 },
    throttled: { code: 'ThrottledException', status: 400, message: 'Rate exceeded' },
  },
})
