import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import { useMay } from '../auth/session.ts'
import { Page } from '../components/page.tsx'
import type { Place } from './navigation.ts'

/** A page of which everything would be refused, reached by its address. */
export function ForbiddenPage({ place }: { readonly place: Place }) {
  const may = useMay()
  const isBeyondReach = place.isWhole === true && [place.needs ?? []].flat().some((permission) => may(permission))
  return (
    <Page title={place.text} trail={[]}>
      <Box>
        {isBeyondReach ? 'Your roles reach a part of the estate, and this is for who sees all of it.' : 'Your roles do not open this page.'}{' '}
        A domain admin gives roles; <Link href="/profile">Your profile</Link> says which you have. <Link href="/">Go to Home</Link>.
      </Box>
    </Page>
  )
}
