import type { ListInboundResponsibilityTransfersCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'

/** Always empty: no operation of this simulator begins a billing transfer. */
export const listInboundResponsibilityTransfers = organizationsOperation<ListInboundResponsibilityTransfersCommandInput>({
  name: 'ListInboundResponsibilityTransfers',
  access: 'management',
  constraints: { Type: { oneOf: ['BILLING'] }, MaxResults: maxResults },
  handle: () => ({ ResponsibilityTransfers: [] }),
})
