import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

test('counters add up per label set and labels are escaped as Prometheus reads them', async () => {
  const metrics = createMetrics()
  metrics.count('reeve_jobs_total', 'Jobs run', { job: 'a"b\nc\\d' })
  metrics.count('reeve_jobs_total', 'Jobs run', { job: 'a"b\nc\\d' }, 2)
  assert.match(await metrics.render(), /reeve_jobs_total\{job="a\\"b\\nc\\\\d"\} 3\n/)
})

test('histogram buckets are cumulative and +Inf equals the count', async () => {
  const metrics = createMetrics()
  for (const seconds of [0.004, 0.2, 99]) metrics.observe('d_seconds', 'Duration', seconds, {})
  const text = await metrics.render()
  assert.match(text, /d_seconds_bucket\{le="0.005"\} 1\n/)
  assert.match(text, /d_seconds_bucket\{le="0.25"\} 2\n/)
  assert.match(text, /d_seconds_bucket\{le="30"\} 2\n/)
  assert.match(text, /d_seconds_bucket\{le="\+Inf"\} 3\nd_seconds_sum 99.204\nd_seconds_count 3\n/)
})

test('a label that explodes is dropped and counted instead of eating memory', async () => {
  const metrics = createMetrics()
  for (let i = 0; i < 2010; i += 1) metrics.count('bad_total', 'Bad', { id: i })
  const text = await metrics.render()
  assert.equal(text.split('\n').filter((line) => line.startsWith('bad_total{')).length, 2000)
  assert.match(text, /reeve_metrics_dropped_total 10\n/)
})

test('gauges that nobody pushes are read at each scrape', async () => {
  const metrics = createMetrics()
  let depth = 0
  metrics.onScrape(async () => metrics.gauge('queue_depth', 'Waiting jobs', (depth += 1)))
  assert.match(await metrics.render(), /queue_depth 1\n/)
  assert.match(await metrics.render(), /queue_depth 2\n/)
})
