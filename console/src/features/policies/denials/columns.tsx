import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import type { Denial } from '../../../api/operations.gen.ts'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { accountConcerned, causeWords, sourceWords, statementHref } from './cause-words.ts'

export const denialColumns: TableProps.ColumnDefinition<Denial>[] = [
  {
    id: 'action',
    header: 'Denied',
    isRowHeader: true,
    minWidth: 240,
    cell: ({ action, resource, principalArn, region, accountId, resourceAccountId }) => (
      <>
        <strong>
          <Text max={120}>{action}</Text>
        </strong>
        <div>
          Account{' '}
          <Link href={`/accounts/${accountConcerned({ action, accountId, resourceAccountId })}`}>
            {accountConcerned({ action, accountId, resourceAccountId })}
          </Link>
        </div>
        {resource === '*' ? null : (
          <Box variant="small" display="block">
            on <Text max={160}>{resource}</Text>
          </Box>
        )}
        <Box variant="small" display="block">
          to <Text max={160}>{principalArn}</Text> in {region}
        </Box>
      </>
    ),
  },
  { id: 'cause', header: 'Because of', minWidth: 280, cell: ({ cause }) => <Cause cause={cause} /> },
  { id: 'remedy', header: 'What to do', minWidth: 260, cell: ({ remedy }) => <Text max={600}>{remedy}</Text> },
  { id: 'count', header: 'Times', minWidth: 80, cell: ({ count }) => count.toLocaleString('en') },
  { id: 'last', header: 'Last seen', minWidth: 150, cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
]

function Cause({ cause }: { readonly cause: Denial['cause'] }) {
  const href = statementHref(cause)
  return (
    <>
      <strong>{causeWords[cause.kind]}</strong> {cause.isDismissed ? <Badge>may be disregarded</Badge> : null}
      <div>
        <Text max={600}>{cause.sentence}</Text>
      </div>
      <Box variant="small" display="block">
        {sourceWords[cause.source] ?? cause.source}
        {href === undefined ? null : (
          <>
            {' · '}
            <Link href={href} fontSize="inherit">
              Show the {cause.policy?.statement === undefined ? 'policy' : 'statement'}
            </Link>
          </>
        )}
      </Box>
    </>
  )
}
