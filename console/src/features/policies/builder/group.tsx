import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

type Props = { readonly label: string; readonly description?: string; readonly children: ReactNode }

/** Several controls under one heading; each keeps a name of its own, which a form field would take from it. */
export function Group({ label, description, children }: Props) {
  return (
    <div role="group" aria-label={label}>
      <Box variant="awsui-key-label">{label}</Box>
      {description === undefined ? null : <Box variant="small">{description}</Box>}
      <SpaceBetween size="s">{children}</SpaceBetween>
    </div>
  )
}
