import { Text } from '../../../components/text.tsx'
import { words } from '../../../lib/words.ts'

/** A role and where it reaches, in one line. */
export function ShownGrant({ role, scope }: { readonly role: string; readonly scope: string | null }) {
  return (
    <>
      {words(role)}
      {scope === null ? (
        ', everywhere'
      ) : (
        <>
          {' '}
          in <Text max={120}>{scope}</Text>
        </>
      )}
    </>
  )
}
