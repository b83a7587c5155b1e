import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../../components/loaded.tsx'
import { KitFiles, kitMessage } from '../kit-files.tsx'
import { kitQuery } from '../queries.ts'

export function KitTab({ org }: { readonly org: string }) {
  const query = useQuery(kitQuery(org))
  return (
    <SpaceBetween size="m">
      <Box>The roles as this version of Reeve needs them. Stored ExternalIds stay hidden.</Box>
      <Loaded query={query} what="the kit">
        {(kit) => <KitFiles kit={kit} message={kitMessage(kit)} />}
      </Loaded>
    </SpaceBetween>
  )
}
