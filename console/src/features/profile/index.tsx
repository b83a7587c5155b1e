import Alert from '@cloudscape-design/components/alert'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { About } from './about.tsx'
import { CommandLine } from './command-line.tsx'
import { MayDo } from './may-do.tsx'
import { PasswordSection } from './password.tsx'
import { SecondFactorSection } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => call('GET /v1/me', { signal }) })

/** Who is signed in, how, where, and what they may do; what they can do about their own sign-in. */
export function ProfilePage() {
  const query = useQuery(meQuery)
  return (
    <Page title="Your profile" trail={[]} description="Your own sign-in, and what you may do here.">
      <Loaded query={query} what="your profile">
        {(me) => (
          <SpaceBetween size="l">
            {me.person === null ? (
              <Alert
                type="info"
                header={`You are signed in with ${me.kind === 'token' ? 'an API token' : 'the token of this machine'}`}
                statusIconAriaLabel="Note"
              >
                A token has no password, second factor or sessions. Sign in as a person to have them.
              </Alert>
            ) : (
              <SpaceBetween size="l">
                <About person={me.person} />
                <PasswordSection person={me.person} />
                <SecondFactorSection person={me.person} />
                <Sessions />
                <CommandLine />
              </SpaceBetween>
            )}
            <MayDo me={me} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  )
}
