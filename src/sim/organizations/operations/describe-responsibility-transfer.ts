import type { DescribeResponsibilityTransferCommandInput } from '@aws-sdk/client-organizations'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'

/** Finds none: no operation of this simulator begins a billing transfer. */
export const describeResponsibilityTransfer = organizationsOperation<DescribeResponsibilityTransferCommandInput>({
  name: 'DescribeResponsibilityTransfer',
  access: 'management',
  constraints: { Id: { pattern: /^rt-[0-9a-z]{8,32}$/ } },
  handle: () => {
    throw organizationsError('ResponsibilityTransferNotFoundException')
  },
})
