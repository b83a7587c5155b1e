const test = '[.]test[.]ts$'
const pureFile = '[.](rule|guardrail)[.]ts$|/plan-[^/]+[.]ts$'

/** Direction of dependencies. Each comment names the decision it protects. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'ADR 0001', severity: 'error', from: {}, to: { circular: true } },
    { name: 'lib-stands-alone', comment: 'ADR 0001', severity: 'error', from: { path: '^src/lib/' }, to: { path: '^src/(?!lib/)' } },
    { name: 'iam-is-pure', comment: 'ADR 0001: the engine must be testable with values alone', severity: 'error', from: { path: '^src/iam/' }, to: { path: '^src/(?!iam/|lib/)' } },
    { name: 'iam-has-no-effects', comment: 'ADR 0001', severity: 'error', from: { path: '^src/iam/', pathNot: test }, to: { dependencyTypes: ['core'] } },
    { name: 'rules-and-plans-decide-only', comment: 'ADR 0001', severity: 'error', from: { path: pureFile, pathNot: test }, to: { path: '^src/(platform|sim|main|cli)/' } },
    { name: 'platform-knows-no-feature', comment: 'ADR 0001', severity: 'error', from: { path: '^src/platform/', pathNot: test }, to: { path: '^src/(features|sim|main|cli)/' } },
    { name: 'features-know-no-root', comment: 'ADR 0001', severity: 'error', from: { path: '^src/features/', pathNot: test }, to: { path: '^src/(sim|main|cli)/' } },
    { name: 'features-meet-at-the-front-door', comment: 'ADR 0001', severity: 'error', from: { path: '^src/features/([^/]+)/' }, to: { path: '^src/features/(?!$1/)[^/]+/(?!index[.]ts$)' } },
    { name: 'sim-knows-no-product', comment: 'ADR 0004: Reeve cannot tell the simulator from AWS, and the simulator knows nothing of Reeve but the policy engine', severity: 'error', from: { path: '^src/sim/', pathNot: test }, to: { path: '^src/(platform|features|main|cli)/' } },
    { name: 'cli-speaks-http', comment: 'ADR 0001', severity: 'error', from: { path: '^src/cli/', pathNot: test }, to: { path: '^src/(platform|features|sim|main)/', pathNot: '^src/features/[^/]+/index[.]ts$|^src/platform/http/(client|paths)[.]ts$' } },
    { name: 'aws-sdk-at-the-edge', comment: 'ADR 0004', severity: 'error', from: { path: '^src/', pathNot: `^src/(platform/aws|sim)/|[.](collector|writer)[.]ts$|${test}` }, to: { path: 'node_modules/@(aws-sdk|smithy)/' } },
    { name: 'postgres-at-the-edge', comment: 'ADR 0005', severity: 'error', from: { path: '^src/', pathNot: `^src/(platform/(db|jobs)|main)/|${test}` }, to: { path: 'node_modules/(pg|pg-boss)/' } },
    { name: 'fastify-at-the-edge', comment: 'ADR 0001', severity: 'error', from: { path: '^src/', pathNot: `^src/(platform/http|main)/|${test}` }, to: { path: 'node_modules/fastify/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.json'] },
  },
}
