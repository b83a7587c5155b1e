import type { SimulatedAws } from './state.ts'

/** Spread of the log-normal: 95 % of calls take between half and twice the median, one in a thousand about three times. */
const sigma = 0.35

/** How long AWS takes to answer one call, in milliseconds of this clock; 0 where latency is switched off. */
export function drawLatencyMs(aws: SimulatedAws): number {
  const { latencyMedianMs, timeScale } = aws.settings
  if (latencyMedianMs === 0) return 0
  const random = aws.random('latency')
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return (latencyMedianMs * Math.exp(sigma * normal)) / timeScale
}
