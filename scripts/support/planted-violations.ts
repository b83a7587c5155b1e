/** For each rule of `.dependency-cruiser.cjs` a file that breaks it and nothing else; what it imports is planted beside it. */
export type Planted = { readonly rule: string; readonly from: string; readonly imports: string }

export const plantedViolations: readonly Planted[] = [
  { rule: 'no-cycles', from: 'src/platform/cycle-a.ts', imports: './cycle-b.ts' },
  { rule: 'lib-stands-alone', from: 'src/lib/leans.ts', imports: '#iam/target.ts' },
  { rule: 'iam-is-pure', from: 'src/iam/leans.ts', imports: '#platform/target.ts' },
  { rule: 'iam-has-no-effects', from: 'src/iam/reads.ts', imports: 'node:fs' },
  { rule: 'rules-and-plans-decide-only', from: 'src/features/alpha/plan-things.ts', imports: '#platform/target.ts' },
  { rule: 'platform-knows-no-feature', from: 'src/platform/leans.ts', imports: '#features/alpha/index.ts' },
  { rule: 'features-know-no-root', from: 'src/features/alpha/leans.ts', imports: '#sim/target.ts' },
  { rule: 'features-meet-at-the-front-door', from: 'src/features/alpha/peeks.ts', imports: '#features/beta/inside.ts' },
  { rule: 'sim-knows-no-product', from: 'src/sim/leans.ts', imports: '#platform/target.ts' },
  { rule: 'cli-speaks-http', from: 'src/cli/leans.ts', imports: '#platform/target.ts' },
  { rule: 'aws-sdk-at-the-edge', from: 'src/features/alpha/calls-aws.ts', imports: '@aws-sdk/client-sts' },
  { rule: 'postgres-at-the-edge', from: 'src/features/alpha/queries-pg.ts', imports: 'pg' },
  { rule: 'fastify-at-the-edge', from: 'src/features/alpha/serves.ts', imports: 'fastify' },
]

/** What the planted files point at, and the other half of the cycle. */
export const plantedTargets: Readonly<Record<string, string>> = {
  'src/platform/cycle-b.ts': "import './cycle-a.ts'\n",
  'src/platform/target.ts': 'export {}\n',
  'src/iam/target.ts': 'export {}\n',
  'src/sim/target.ts': 'export {}\n',
  'src/features/alpha/index.ts': 'export {}\n',
  'src/features/beta/inside.ts': 'export {}\n',
}
