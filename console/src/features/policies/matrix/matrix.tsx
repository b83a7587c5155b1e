import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { PerimeterMatrix } from '../../../api/operations.gen.ts'
import { showText } from '../../../lib/show-text.ts'

const marks = { allowed: '✓', denied: '✕', conditional: '?' } as const
const meaning = { allowed: 'reaches', denied: 'does not reach', conditional: 'depends' } as const

/** Rows are where the principal is, columns where the resource is. Each cell says in words what its mark means. */
export function Matrix({ matrix: { places, cells } }: { readonly matrix: PerimeterMatrix }) {
  const found = new Map(cells.map((cell) => [`${cell.principal} ${cell.resource}`, cell]))
  return (
    <Container
      header={
        <Header variant="h2" description="✓ reaches, ✕ does not, ? depends on what the request carries">
          Who reaches whom
        </Header>
      }
    >
      <div className="matrix" tabIndex={0} role="region" aria-label="Who reaches whom">
        <table>
          <thead>
            <tr>
              <td>
                <Box variant="small">principal ↓ resource →</Box>
              </td>
              {places.map(({ id, name }) => (
                <th key={id} scope="col" title={id}>
                  {showText(name, 24)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((from) => (
              <tr key={from.id}>
                <th scope="row" title={from.path ?? from.id}>
                  {showText(from.name, 40)}
                </th>
                {places.map((to) => {
                  const cell = found.get(`${from.id} ${to.id}`)
                  if (cell === undefined) return <td key={to.id}>–</td>
                  const because = cell.decidedBy[0]
                  return (
                    <td
                      key={to.id}
                      className={`matrix-${cell.decision}`}
                      title={showText(
                        `${from.name} ${meaning[cell.decision]} ${to.name}${because === undefined ? '' : `: ${because.sid ?? because.policy}`}${cell.hingesOn.length === 0 ? '' : ` (${cell.hingesOn.join(', ')})`}`,
                        600,
                      )}
                    >
                      <span aria-hidden="true">{marks[cell.decision]}</span>
                      <span className="visually-hidden">{meaning[cell.decision]}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Container>
  )
}
