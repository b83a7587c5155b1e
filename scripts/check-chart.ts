import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { parseAllDocuments } from 'yaml'
import { environment } from '#main/environment.ts'

/**
 * Renders the Helm chart and checks what the cluster would be given. Apart from `npm test`, because it needs helm: `HELM=/path/to/helm`, or
 * one on the PATH (`go install helm.sh/helm/v3/cmd/helm@v3.19.0` makes one).
 */
const helm = environmentHelm()
const chart = 'deploy/helm/reeve'
const base = ['--kube-version', '1.31.0', '--set', 'existingSecret=reeve']

type Resource = { readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: Record<string, unknown> }
type Rendered = { readonly code: number; readonly resources: readonly Resource[]; readonly said: string }

const lint = spawnSync(helm, ['lint', chart, '--strict', '--set', 'existingSecret=reeve'], { encoding: 'utf8' })
assert.equal(lint.error, undefined, `No helm at ${helm}: set HELM to one.`)
assert.equal(lint.status, 0, lint.stdout)

const byDefault = render()
assert.deepEqual(byDefault.resources.map(({ kind }) => kind).toSorted(), [
  'Deployment',
  'Deployment',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Service',
  'ServiceAccount',
])
const everything = render(
  'ingress.enabled=true',
  'ingress.host=reeve.example.com',
  'ingress.tlsSecretName=tls',
  'networkPolicy.podIdentity=true',
)
assert.ok(everything.resources.some(({ kind }) => kind === 'Ingress'))
for (const { resources } of [byDefault, everything])
  for (const deployment of resources.filter(({ kind }) => kind === 'Deployment')) checkPod(deployment)
assert.equal(render('worker.replicas=0').resources.filter(({ kind }) => kind === 'Deployment').length, 1)

refuses('no secret', /existingSecret/, 'existingSecret=')
refuses('a misspelt value', /serv1ce/, 'serv1ce.port=80')
refuses('a secret among the settings', /DATABASE_URL/, 'settings.DATABASE_URL=postgres://x')
refuses('more connections than the database has', /24 processes .* need 240, and database.maxConnections is 100/, 'worker.replicas=20')
refuses('an ingress without TLS', /ingress.tlsSecretName is required/, 'ingress.enabled=true', 'ingress.host=reeve.example.com')
console.log(
  `chart: lint, ${byDefault.resources.length} resources by default, ${everything.resources.length} with everything, 5 refusals: as they should be`,
)

function environmentHelm(): string {
  return process.env['HELM'] ?? 'helm'
}

function render(...values: readonly string[]): Rendered {
  const { status, stdout, stderr } = spawnSync(helm, ['template', 'r', chart, ...base, ...values.flatMap((value) => ['--set', value])], {
    encoding: 'utf8',
  })
  const resources = status === 0 ? parseAllDocuments(stdout).map((document) => document.toJS() as Resource | null) : []
  return { code: status ?? 1, resources: resources.filter((resource) => resource !== null), said: stderr }
}

function refuses(what: string, says: RegExp, ...values: readonly string[]): void {
  const { code, said } = render(...values)
  assert.notEqual(code, 0, `${what} is accepted`)
  assert.match(said, says, what)
}

type Container = {
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string }[]
  readonly securityContext: object
  readonly resources: { readonly requests: Record<string, string>; readonly limits: Record<string, string> }
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } }
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } }
}
type Pod = {
  readonly securityContext: Record<string, unknown>
  readonly containers: readonly Container[]
  readonly automountServiceAccountToken: boolean
}

function checkPod({ metadata, spec }: Resource): void {
  const pod = (spec['template'] as { spec: Pod }).spec
  const [container] = pod.containers
  assert.ok(container && pod.containers.length === 1)
  assert.deepEqual(
    [pod.securityContext['runAsNonRoot'], pod.securityContext['runAsUser'], pod.automountServiceAccountToken],
    [true, 10_001, false],
  )
  assert.deepEqual(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  assert.ok(container.resources.limits['memory'] && container.resources.requests['cpu'], `${metadata.name} has limits`)
  const isServe = container.args[0] === 'serve'
  assert.equal(container.readinessProbe?.httpGet.path, isServe ? '/readyz' : undefined)
  assert.equal(container.livenessProbe?.httpGet.path, isServe ? '/healthz' : undefined)
  for (const { name } of container.env) {
    const setting = name.replace(/_FILE$/, '')
    assert.ok(setting in environment.shape || name.startsWith('AWS_'), `${name} is no setting of Reeve`)
    assert.ok(name === setting || ['DATABASE_URL', 'REEVE_MASTER_KEY'].includes(setting), `${name} is no secret`)
  }
}
