import type { z } from 'zod'
import { permissions, wholeEstatePermissions } from '#platform/auth/permissions.ts'
import { rolePermissions } from '#platform/auth/roles.ts'
import type { Route } from '#platform/http/define-route.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { renderPermissionsPage } from '#features/organizations/kit/render-permissions-page.ts'
import { environment, settingMeta } from '#main/environment.ts'
import { routes } from '#main/routes.gen.ts'
import { version } from '#main/version.ts'
import { finish } from './support/generated.ts'

/** The pages that are nothing but another view of the code: the API, its errors, permissions and settings. */
const mounted: readonly Route[] = routes
finish([
  { file: 'docs/openapi.json', text: await renderOpenApi() },
  { file: 'docs/errors.md', text: renderErrors() },
  { file: 'docs/permissions.md', text: renderPermissions() },
  { file: 'docs/aws-permissions.md', text: renderPermissionsPage() },
  { file: 'docs/configuration.md', text: renderConfiguration() },
])

async function renderOpenApi(): Promise<string> {
  const app = await createServer({
    routes: mounted,
    deps: undefined as never,
    authenticate: async () => {
      throw httpErrors.unauthenticated('Nobody signs in to a generator.')
    },
    log: silentLog,
    metrics: createMetrics(),
    version,
    newId: () => 'none',
    readiness: async () => ({ isReady: false, checks: {} }),
  })
  const { body } = await app.inject('/openapi.json')
  await app.close()
  return `${JSON.stringify(JSON.parse(body), null, 2)}\n`
}

function renderErrors(): string {
  const all = new Map<string, { status: number; title: string; routes: string[] }>()
  for (const [code, { status, title }] of Object.entries(httpErrors)) all.set(code, { status, title, routes: ['any'] })
  for (const { method, path, spec } of mounted) {
    for (const [code, { status, title }] of Object.entries(spec.errors)) {
      const known = all.get(code) ?? { status, title, routes: [] }
      if (known.status !== status || known.title !== title)
        throw new Error(`Two errors share the code ${code}: ${known.status} ${known.title}, ${status} ${title}`)
      if (!known.routes.includes('any')) known.routes.push(`${method} ${path}`)
      all.set(code, known)
    }
  }
  const rows = [...all]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([code, { status, title, routes: where }]) =>
        `| \`${code}\` | ${status} | ${title} | ${where.map((route) => (route === 'any' ? 'any route' : `\`${route}\``)).join('<br>')} |`,
    )
  return page(
    'Errors',
    'Every error is `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)); `type` is `urn:reeve:error:<code>`. `invalid_input` lists every field at fault in `errors`.',
    ['| Code | Status | Title | Where |', '|---|---|---|---|', ...rows],
  )
}

function renderPermissions(): string {
  const rows = Object.entries(permissions).map(([name, summary]) => {
    const roles = Object.entries(rolePermissions)
      .filter(([, set]) => (set as ReadonlySet<string>).has(name))
      .map(([role]) => role)
    const where = mounted.filter(({ permission }) => permission === name).map(({ method, path }) => `\`${method} ${path}\``)
    return `| \`${name}\` | ${summary} | ${roles.join(', ')} | ${where.join('<br>')} |`
  })
  return page('Permissions', 'What a token or a person may do in Reeve. Every route asks for exactly one.', [
    '| Permission | Allows | Roles | Routes |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Where a route reaches',
    '',
    'What somebody bound to a scope may call: `scope` answers as if nothing else existed, `oneself` is about the caller alone, and `everything` is closed to them with `403 beyond_scope`, for the reason given.',
    '',
    '| Route | Reach | Why |',
    '|---|---|---|',
    ...mounted.map(reachRow).toSorted(),
  ])
}

function reachRow({ method, path, permission, spec }: Route): string {
  const route = `\`${path}\` ${method}`
  if (spec.reach === 'scoped') return `| ${route} | scope | |`
  if (spec.reach === 'own') return `| ${route} | oneself | |`
  return `| ${route} | everything | ${spec.wholeEstate ?? wholeEstatePermissions[permission] ?? ''} |`
}

function renderConfiguration(): string {
  const names = Object.keys(environment.shape)
  const groups = [...new Set(names.map((name) => settingMeta(name)?.group ?? ''))]
  const sections = groups.flatMap((group) => [
    `## ${group}`,
    '',
    '| Variable | Meaning | Default |',
    '|---|---|---|',
    ...names
      .filter((name) => settingMeta(name)?.group === group)
      .map(
        (name) =>
          `| \`${name}\`${settingMeta(name)?.isSecret === true ? ` or \`${name}_FILE\`` : ''} | ${settingMeta(name)?.description} | ${defaultOf(name)} |`,
      ),
    '',
  ])
  return page(
    'Configuration',
    'Everything comes from the environment and is checked at start: all problems are reported at once, and nothing starts half configured. Secrets have no default; `NAME_FILE` reads one from a file.',
    sections,
  )
}

function defaultOf(name: string): string {
  const stated = settingMeta(name)?.default
  if (stated !== undefined) return stated
  const parsed = (environment.shape as Record<string, z.ZodType>)[name]?.safeParse(undefined)
  return parsed?.success === true && parsed.data !== undefined ? `\`${JSON.stringify(parsed.data).replaceAll('"', '')}\`` : 'none'
}

function page(title: string, intro: string, lines: readonly string[]): string {
  return [`# ${title}`, '', 'Written by `npm run gen`. Do not edit.', '', intro, '', ...lines, ''].join('\n').replaceAll(/\n+$/g, '\n')
}
