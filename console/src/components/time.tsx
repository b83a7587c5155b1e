const here = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const dayHere = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** A moment in the viewer's zone; in UTC when pointed at. */
export function Time({ at, dayOnly = false }: { readonly at: string | null; readonly dayOnly?: boolean }) {
  if (at === null) return <>–</>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <>{at}</>
  return (
    <time dateTime={date.toISOString()} title={`${date.toISOString().replace('T', ' ').slice(0, 19)} UTC`}>
      {(dayOnly ? dayHere : here).format(date)}
    </time>
  )
}

/** The same moment where only text fits. */
export function timeText(at: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : here.format(date)
}
