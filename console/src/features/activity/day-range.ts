/** The first moment of a day where the viewer is; undefined for what is no day. */
export function startOf(day: string | undefined): string | undefined {
  return momentOf(day, 0)
}

/** The first moment after a day where the viewer is, so that the day itself is within. */
export function endOf(day: string | undefined): string | undefined {
  return momentOf(day, 1)
}

function momentOf(day: string | undefined, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (year === undefined) return undefined
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
