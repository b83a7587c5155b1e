type Labels = Readonly<Record<string, string | number>>
type Kind = 'counter' | 'gauge' | 'histogram'
type Series = { value: number; readonly labels: Labels; buckets?: number[]; count?: number }
type Family = { readonly kind: Kind; readonly help: string; readonly series: Map<string, Series>; readonly bounds: readonly number[] }

/** Seconds. Wide enough for a health check and for a slow export. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

/** More label combinations than this in one family is a mistake (an id in a label); the surplus is counted, not kept. */
const seriesMax = 2000

export type Metrics = {
  count(name: string, help: string, labels?: Labels, by?: number): void
  gauge(name: string, help: string, value: number, labels?: Labels): void
  /** Observes seconds. */
  observe(name: string, help: string, seconds: number, labels?: Labels): void
  /** Called at each scrape, to read gauges that nobody pushes (queue depth, pool size). */
  onScrape(read: () => Promise<void>): void
  /** The Prometheus text format, version 0.0.4. https://prometheus.io/docs/instrumenting/exposition_formats/ */
  render(): Promise<string>
}

export function createMetrics(): Metrics {
  const families = new Map<string, Family>()
  const readers: (() => Promise<void>)[] = []
  let dropped = 0

  function seriesOf(name: string, kind: Kind, help: string, labels: Labels): Series | undefined {
    const family = families.get(name) ?? { kind, help, series: new Map<string, Series>(), bounds: durationBounds }
    families.set(name, family)
    const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)))
    const existing = family.series.get(key)
    if (existing !== undefined) return existing
    if (family.series.size >= seriesMax) {
      dropped += 1
      return undefined
    }
    const created: Series = { value: 0, labels, ...(kind === 'histogram' ? { buckets: durationBounds.map(() => 0), count: 0 } : {}) }
    family.series.set(key, created)
    return created
  }

  return {
    count(name, help, labels = {}, by = 1) {
      const series = seriesOf(name, 'counter', help, labels)
      if (series !== undefined) series.value += by
    },
    gauge(name, help, value, labels = {}) {
      const series = seriesOf(name, 'gauge', help, labels)
      if (series !== undefined) series.value = value
    },
    observe(name, help, seconds, labels = {}) {
      const series = seriesOf(name, 'histogram', help, labels)
      if (series?.buckets === undefined) return
      series.value += seconds
      series.count = (series.count ?? 0) + 1
      for (const [i, bound] of durationBounds.entries()) if (seconds <= bound) series.buckets[i] = (series.buckets[i] ?? 0) + 1
    },
    onScrape(read) {
      readers.push(read)
    },
    async render() {
      await Promise.all(readers.map((read) => read()))
      const own = `# HELP reeve_metrics_dropped_total Observations dropped because a metric had too many label combinations\n# TYPE reeve_metrics_dropped_total counter\nreeve_metrics_dropped_total ${dropped}\n`
      return (
        [...families]
          .toSorted(([a], [b]) => a.localeCompare(b))
          .map(([name, family]) => renderFamily(name, family))
          .join('') + own
      )
    },
  }
}

function renderFamily(name: string, { kind, help, series, bounds }: Family): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`]
  for (const { value, labels, buckets, count } of series.values()) {
    if (buckets === undefined) {
      lines.push(`${name}${renderLabels(labels)} ${value}`)
      continue
    }
    for (const [i, bound] of bounds.entries()) lines.push(`${name}_bucket${renderLabels({ ...labels, le: bound })} ${buckets[i]}`)
    lines.push(
      `${name}_bucket${renderLabels({ ...labels, le: '+Inf' })} ${count}`,
      `${name}_sum${renderLabels(labels)} ${value}`,
      `${name}_count${renderLabels(labels)} ${count}`,
    )
  }
  return `${lines.join('\n')}\n`
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
