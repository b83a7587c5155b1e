/** The value that so many percent of the values do not exceed (nearest rank); null of nothing. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]
  return value === undefined ? null : Number(value.toFixed(2))
}
