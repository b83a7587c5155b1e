import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { isRange } from '#platform/http/address-range.ts'

export type SettingMeta = { readonly group: string; readonly description: string; readonly isSecret?: true; readonly default?: string }

function setting<Schema extends z.ZodType>(schema: Schema, meta: SettingMeta): Schema {
  return schema.meta(meta)
}

const flag = z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((text) => text === 'true' || text === '1' || text === 'yes')
const filePath = z.string().refine((path) => existsSync(path), { message: 'There is no file at this path.' })
const listenAddress = z
  .string()
  .regex(/^(unix:\/.+|(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5})$/, { message: 'Write host:port, [ipv6]:port or unix:/path.' })

const hostName = /^(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/
const outgoingAllow = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine((entries) => entries.every((entry) => isRange(entry) || hostName.test(entry)), {
    message: 'Write ranges such as 10.0.0.0/8 or fd00::/8, addresses and host names, separated by commas.',
  })

/** Every variable that Reeve reads, and the only place that reads them. `docs/configuration.md` is written from it. */
export const environment = z.object({
  REEVE_DATA_DIR: setting(z.string().min(1).optional(), {
    group: 'Data',
    description: 'Where the embedded database, its lock and the file by which the CLI finds the server live.',
    default: '`/var/lib/reeve` as root, otherwise `$XDG_DATA_HOME/reeve` or `~/.local/share/reeve`',
  }),
  DATABASE_URL: setting(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, { message: 'Must start with postgres:// or postgresql://.' })
      .optional(),
    {
      group: 'Data',
      description: 'Your own PostgreSQL 15–18 instead of the embedded one.',
      isSecret: true,
    },
  ),
  REEVE_DATABASE_CONNECTIONS: setting(z.coerce.number().int().min(2).max(200).default(10), {
    group: 'Data',
    description: 'Connections of this process to the database.',
  }),
  REEVE_LISTEN: setting(listenAddress.default('127.0.0.1:7338'), {
    group: 'HTTP',
    description: 'Where `reeve serve` listens: `host:port`, `[ipv6]:port` or `unix:/path`. Port 0 takes a free one.',
  }),
  REEVE_TLS_CERT_FILE: setting(filePath.optional(), {
    group: 'HTTP',
    description: 'PEM certificate chain. With it and the key, `reeve serve` speaks HTTPS (TLS 1.2 or newer).',
  }),
  REEVE_TLS_KEY_FILE: setting(filePath.optional(), { group: 'HTTP', description: 'PEM private key of the certificate.' }),
  REEVE_BEHIND_TLS_PROXY: setting(flag.default(false), {
    group: 'HTTP',
    description:
      'A proxy in front of Reeve ends TLS. Without this or a certificate of its own, a server that listens beyond loopback refuses every token, because it would cross the network in clear text.',
  }),
  REEVE_PUBLIC_URL: setting(
    z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional(),
    {
      group: 'HTTP',
      description:
        'Where people reach the console, such as `https://reeve.example`: what links point to, where identity providers send people back, and whether cookies need TLS.',
      default: 'the listening address',
    },
  ),
  REEVE_PUBLIC_METRICS: setting(flag.default(false), {
    group: 'HTTP',
    description: 'Let `/metrics` be read without a token. Labels tell about your estate.',
  }),
  REEVE_AUDIT_CHECKPOINTS: setting(z.string().min(1).optional(), {
    group: 'Data',
    description:
      'File that signed checkpoints of the audit trail are appended to. Keep it, or copies of it, where the administrators of the database cannot write.',
    default: '`audit/checkpoints.jsonl` in the data directory',
  }),
  REEVE_MASTER_KEY: setting(z.string().min(1).optional(), {
    group: 'Secrets',
    description: 'Key that seals stored secrets: 32 bytes as base64 or hex. Without it one is generated, mode 0600, in `REEVE_KEY_DIR`.',
    isSecret: true,
  }),
  REEVE_KEY_DIR: setting(z.string().min(1).optional(), {
    group: 'Secrets',
    description: 'Where a generated master key lives. Outside the data directory on purpose, so that no backup holds both.',
    default: '`/etc/reeve` as root, otherwise `$XDG_CONFIG_HOME/reeve` or `~/.config/reeve`',
  }),
  REEVE_ALLOW_STORED_KEYS: setting(flag.default(false), {
    group: 'Secrets',
    description: 'Allow registrations with long-lived IAM-user keys, stored sealed. Roles are better.',
  }),
  REEVE_AWS_SHARE: setting(z.coerce.number().min(0.05).max(1).default(0.6), {
    group: 'AWS',
    description: "Share of AWS's published API rates and bursts that Reeve may use, so that your own tools keep working.",
  }),
  AWS_ENDPOINT_URL: setting(z.url().optional(), {
    group: 'AWS',
    description:
      'Another endpoint for every AWS service, as in every AWS tool (`AWS_ENDPOINT_URL_<SERVICE>` too). Reeve shows it everywhere.',
  }),
  REEVE_OUTGOING_ALLOW: setting(outgoingAllow.default([]), {
    group: 'Outgoing calls',
    description:
      'What Reeve may call besides AWS and the open internet, separated by commas: ranges such as `10.0.0.0/8` and host names. Everything else at a loopback, link-local, private or reserved address is refused: webhooks, mail servers and sign-in providers alike.',
    default: 'nothing',
  }),
  REEVE_LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), {
    group: 'Operation',
    description: 'JSON lines on stderr.',
  }),
  REEVE_URL: setting(
    z
      .string()
      .regex(/^(https?:\/\/.+|unix:\/.+)$/, { message: 'Write http(s)://host:port or unix:/path.' })
      .optional(),
    {
      group: 'Command line',
      description: 'The server that the `reeve` command talks to, instead of the one it finds in the data directory.',
    },
  ),
  REEVE_TOKEN: setting(
    z
      .string()
      .regex(/^reeve_[A-Za-z0-9_-]{43}$/, { message: 'An API token is reeve_ and 43 characters.' })
      .optional(),
    {
      group: 'Command line',
      description: 'API token for `REEVE_URL`.',
      isSecret: true,
    },
  ),
})

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
  readonly aws: { readonly share: number; readonly endpointUrl: string | undefined; readonly variables: Environment }
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
      variables: Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('AWS_'))),
    },
    outgoing: { allow: data.REEVE_OUTGOING_ALLOW },
    log: { level: data.REEVE_LOG_LEVEL },
    client: { url: data.REEVE_URL, token: data.REEVE_TOKEN, loginFile: join(keyDir, 'login.json') },
    warnings: unknownSettings(values),
  }
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

export function settingMeta(name: string): SettingMeta | undefined {
  return (environment.shape as Record<string, z.ZodType>)[name]?.meta() as SettingMeta | undefined
}

function secretSettings(): string[] {
  return Object.keys(environment.shape).filter((name) => settingMeta(name)?.isSecret === true)
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
