import type { EnableAllFeaturesCommandInput } from '@aws-sdk/client-organizations'
import { beginAllFeatures } from '../handshakes.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'

export const enableAllFeatures = organizationsOperation<EnableAllFeaturesCommandInput>({
  name: 'EnableAllFeatures',
  access: 'management',
  handle: ({ aws, organization }) => ({ Handshake: handshakeShape(aws, beginAllFeatures(aws, organization)) }),
})
