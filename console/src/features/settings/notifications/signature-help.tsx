import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'

const sample = `import { createHmac, timingSafeEqual } from 'node:crypto'

/** \`body\` is the raw text as it came, before any JSON parser touched it. */
export function verify(secret, header, body) {
  const match = /^t=(\\d+),v1=([0-9a-f]{64})$/.exec(header)
  if (match === null || Math.abs(Date.now() / 1000 - Number(match[1])) > 300) return false
  const expected = createHmac('sha256', secret).update(\`\${match[1]}.\${body}\`).digest()
  return timingSafeEqual(expected, Buffer.from(match[2], 'hex'))
}`

/** How a receiver tells Reeve's messages from others. */
export function SignatureHelp() {
  return (
    <ExpandableSection headerText="How the receiver verifies a message">
      <SpaceBetween size="s">
        <Box>
          Each POST carries <code>Reeve-Signature: t=seconds,v1=hex</code>: HMAC-SHA-256 with the signing key over <code>seconds.body</code>
          . Refuse what is older than five minutes, so that a recorded message cannot be played again. <code>Reeve-Delivery</code> is the
          same in every attempt: drop what you have seen. Answer with any 2xx; redirects are not followed.
        </Box>
        <CopyToClipboard copyButtonText="Copy the code" copySuccessText="Copied" copyErrorText="Could not copy" textToCopy={sample} />
        <pre className="code sample" tabIndex={0} aria-label="Verification in Node.js">
          {sample}
        </pre>
      </SpaceBetween>
    </ExpandableSection>
  )
}
