import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { RunningAs as Caller } from '../../api/operations.gen.ts'
import { useMay } from '../../auth/session.ts'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'

export const callerQuery = queryOptions({
  queryKey: ['caller'],
  queryFn: ({ signal }) => call('GET /v1/caller', { signal }),
  staleTime: 60_000,
})

const viaWords: Readonly<Record<string, string>> = {
  environment: 'environment variables',
  profile: 'a shared profile',
  sso_profile: 'an SSO profile',
  web_identity: 'a web identity token',
  container: 'container credentials',
  imds: 'the instance’s role',
  stored_keys: 'stored keys of an IAM user',
}

/** Whom the server itself is to AWS, by which credentials, and until when. */
export function RunningAs() {
  const may = useMay()
  const query = useQuery({ ...callerQuery, enabled: may('accounts:read', 'everywhere') })
  if (query.data === undefined) {
    return query.error === null ? null : <StatusIndicator type="pending">Whom the server runs as could not be read.</StatusIndicator>
  }
  const { caller, detail } = query.data
  return caller === null ? (
    <StatusIndicator type="error">
      <Text max={600}>{detail}</Text>
    </StatusIndicator>
  ) : (
    <CallerLine caller={caller} />
  )
}

export function CallerLine({ caller: { principalArn, via, detail, expiresAt, signInExpiresAt, warning } }: { readonly caller: Caller }) {
  return (
    <div>
      <StatusIndicator type={warning === null ? 'info' : 'warning'}>
        <span className="hostile">
          Running as <Text>{principalArn}</Text>, by <Text>{`${viaWords[via] ?? via}${detail === null ? '' : ` ${detail}`}`}</Text>
          {expiresAt === null ? (
            '; these credentials do not expire'
          ) : (
            <>
              , until <Time at={expiresAt} />
            </>
          )}
          {signInExpiresAt === null ? null : (
            <>
              ; the sign-in behind them ends <Time at={signInExpiresAt} />
            </>
          )}
        </span>
      </StatusIndicator>
      {warning === null ? null : (
        <div>
          <Text max={600}>{warning}</Text>
        </div>
      )}
    </div>
  )
}
