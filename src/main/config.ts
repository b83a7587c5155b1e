import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Attribution } from '#platform/aws/attribution.ts'
import type { AssumedRole } from '#platform/aws/door.ts'
import { environment, secretSettings, settingMeta } from './environment.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type Config = {
  readonly dataDir: string
  readonly auditCheckpoints: string
  readonly database: { readonly url: string | undefined; readonly connectionsMax: number }
  readonly http: {
    readonly listen: string
    readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined
    readonly isBehindTlsProxy: boolean
    readonly publicUrl: string | undefined
    readonly isMetricsPublic: boolean
  }
  readonly secrets: { readonly masterKey: string | undefined; readonly keyDir: string; readonly allowStoredKeys: boolean }
  readonly aws: {
    readonly share: number
    readonly endpointUrl: string | undefined
    readonly callerRole: AssumedRole | undefined
    readonly attribution: Attribution
    readonly useFips: boolean
    readonly variables: Environment
  }
  readonly outgoing: { readonly allow: readonly string[] }
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent' }
  readonly client: { readonly url: string | undefined; readonly token: string | undefined; readonly loginFile: string }
  /** Settings that nobody reads, most likely misspelt. */
  readonly warnings: readonly string[]
}

/** Every problem of the environment at once, each naming its variable; a secret's value is never repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** Reads and checks the environment. Throws `ConfigError` with all problems; nothing is half configured. */
export function loadConfig(env: Environment = process.env, uid: number = process.getuid?.() ?? -1): Config {
  const problems: string[] = []
  const values = withSecretFiles(withoutEmpty(env), problems)
  const parsed = environment.safeParse(values)
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describe(issue, values)))
  if ((values['REEVE_TLS_CERT_FILE'] === undefined) !== (values['REEVE_TLS_KEY_FILE'] === undefined))
    problems.push('REEVE_TLS_CERT_FILE and REEVE_TLS_KEY_FILE come together: one of them is missing.')
  if (values['REEVE_AWS_CALLER_EXTERNAL_ID'] !== undefined && values['REEVE_AWS_CALLER_ROLE_ARN'] === undefined)
    problems.push('REEVE_AWS_CALLER_EXTERNAL_ID belongs to REEVE_AWS_CALLER_ROLE_ARN, which is missing.')
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return toConfig(parsed.data, { values, uid })
}

function toConfig(data: z.output<typeof environment>, { values, uid }: { values: Environment; uid: number }): Config {
  const home = values['HOME'] ?? homedir()
  const dataDir =
    data.REEVE_DATA_DIR ?? (uid === 0 ? '/var/lib/reeve' : join(values['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'reeve'))
  const keyDir = data.REEVE_KEY_DIR ?? (uid === 0 ? '/etc/reeve' : join(values['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'reeve'))
  const { REEVE_TLS_CERT_FILE: certFile, REEVE_TLS_KEY_FILE: keyFile } = data
  return {
    dataDir,
    auditCheckpoints: data.REEVE_AUDIT_CHECKPOINTS ?? join(dataDir, 'audit', 'checkpoints.jsonl'),
    database: { url: data.DATABASE_URL, connectionsMax: data.REEVE_DATABASE_CONNECTIONS },
    http: {
      listen: data.REEVE_LISTEN,
      tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
      isBehindTlsProxy: data.REEVE_BEHIND_TLS_PROXY,
      publicUrl: data.REEVE_PUBLIC_URL,
      isMetricsPublic: data.REEVE_PUBLIC_METRICS,
    },
    secrets: { masterKey: data.REEVE_MASTER_KEY, keyDir, allowStoredKeys: data.REEVE_ALLOW_STORED_KEYS },
    aws: {
      share: data.REEVE_AWS_SHARE,
      endpointUrl: data.AWS_ENDPOINT_URL,
      callerRole:
        data.REEVE_AWS_CALLER_ROLE_ARN === undefined
          ? undefined
          : callerRoleOf(data.REEVE_AWS_CALLER_ROLE_ARN, data.REEVE_AWS_CALLER_EXTERNAL_ID),
      attribution: data.REEVE_AWS_ATTRIBUTION,
      useFips: data.AWS_USE_FIPS_ENDPOINT,
      variables: Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('AWS_'))),
    },
    outgoing: { allow: data.REEVE_OUTGOING_ALLOW },
    log: { level: data.REEVE_LOG_LEVEL },
    client: { url: data.REEVE_URL, token: data.REEVE_TOKEN, loginFile: join(keyDir, 'login.json') },
    warnings: unknownSettings(values),
  }
}

function callerRoleOf(roleArn: string, externalId: string | undefined): AssumedRole {
  return { roleArn, sessionName: 'reeve', ...(externalId !== undefined && { externalId }) }
}

/** A variable that is no setting of Reeve's but named by a document of the user's, for a secret. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name]
}

/** The environment for a child that must not see this user's AWS, Reeve or database settings, with these instead. */
export function isolatedEnvironment(settings: Environment): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|REEVE_|DATABASE_URL)/.test(name))
  return { ...Object.fromEntries(inherited), ...settings }
}

/** An empty variable is how many deployment tools say "not set". */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}

/** `NAME_FILE` names a file that holds the secret, so that it stands in no process listing and no deployment description. */
function withSecretFiles(env: Environment, problems: string[]): Environment {
  const values: Record<string, string | undefined> = { ...env }
  for (const name of secretSettings()) {
    const path = env[`${name}_FILE`]
    if (path === undefined) continue
    if (env[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set: keep one.`)
      continue
    }
    try {
      values[name] = readFileSync(path, 'utf8').trim()
    } catch (error) {
      problems.push(`${name}_FILE: ${path} could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`)
    }
  }
  return values
}

function describe(issue: z.core.$ZodIssue, values: Environment): string {
  const name = String(issue.path[0])
  const value = settingMeta(name)?.isSecret === true ? '' : ` (${JSON.stringify(values[name])})`
  return `${name}${value}: ${issue.message}`
}

function unknownSettings(values: Environment): string[] {
  const known = new Set([...Object.keys(environment.shape), ...secretSettings().map((name) => `${name}_FILE`)])
  return Object.keys(values)
    .filter((name) => name.startsWith('REEVE_') && !known.has(name) && !/^REEVE_(TEST|SIM|DEMO|BENCH|FAULTS)/.test(name))
    .map((name) => `${name} is set, but Reeve has no such setting. See docs/configuration.md.`)
}
