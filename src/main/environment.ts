import { existsSync } from 'node:fs'
import { z } from 'zod'
import { parseArn } from '#platform/aws/arn.ts'
import { attributions } from '#platform/aws/attribution.ts'
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

/** Every variable that Reeve reads. `config.ts` alone reads them; `docs/configuration.md` is written from here. */
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
  REEVE_AWS_CALLER_ROLE_ARN: setting(
    z
      .string()
      .refine((arn) => /^arn:[a-z-]+:iam::\d{12}:role\/.+/.test(arn) && parseArn(arn) !== undefined, {
        message: 'Write the ARN of an IAM role.',
      })
      .optional(),
    {
      group: 'AWS',
      description:
        'A role of your own that Reeve assumes first, and from which it assumes all others: for an installation whose own credentials may do nothing else. AWS then limits every session to one hour.',
    },
  ),
  REEVE_AWS_CALLER_EXTERNAL_ID: setting(z.string().min(2).max(1224).optional(), {
    group: 'AWS',
    description: 'ExternalId that the trust policy of `REEVE_AWS_CALLER_ROLE_ARN` asks for.',
    isSecret: true,
  }),
  REEVE_AWS_ATTRIBUTION: setting(z.enum(attributions).default('source_identity_and_tags'), {
    group: 'AWS',
    description:
      "How CloudTrail learns who asked Reeve for a call: the session's `SourceIdentity`, session tags, both or neither. Where a trust policy does not allow them, Reeve goes without.",
  }),
  AWS_USE_FIPS_ENDPOINT: setting(flag.default(false), {
    group: 'AWS',
    description: 'Call FIPS 140 endpoints, as in every AWS tool. A service without one in a Region cannot be reached then.',
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

export function settingMeta(name: string): SettingMeta | undefined {
  return (environment.shape as Record<string, z.ZodType>)[name]?.meta() as SettingMeta | undefined
}

/** Settings whose value may also come from a file (`NAME_FILE`) and is never shown. */
export function secretSettings(): string[] {
  return Object.keys(environment.shape).filter((name) => settingMeta(name)?.isSecret === true)
}
