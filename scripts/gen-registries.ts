import { existsSync, globSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { finish, type Generated } from './support/generated.ts'

type Registry = {
  /** Files to collect; the exported name is the file name in camelCase plus `nameSuffix`. */
  readonly glob: string
  readonly suffix: string
  readonly nameSuffix: string
  readonly list: string
  readonly file: string
}

/** No folder is scanned at run time: one declaration file per thing, and these lists written from what is there. */
const registries: readonly Registry[] = [
  { glob: 'src/features/*/routes/*.route.ts', suffix: '.route.ts', nameSuffix: 'Route', list: 'routes', file: 'src/main/routes.gen.ts' },
  { glob: 'src/features/*/jobs/*.job.ts', suffix: '.job.ts', nameSuffix: 'Job', list: 'jobs', file: 'src/main/jobs.gen.ts' },
  {
    glob: 'src/cli/commands/*.command.ts',
    suffix: '.command.ts',
    nameSuffix: 'Command',
    list: 'commands',
    file: 'src/cli/commands.gen.ts',
  },
  {
    glob: 'src/features/guardrails/library/*.guardrail.ts',
    suffix: '.guardrail.ts',
    nameSuffix: 'Guardrail',
    list: 'guardrails',
    file: 'src/features/guardrails/guardrails.gen.ts',
  },
  { glob: 'src/sim/*/*.service.ts', suffix: '.service.ts', nameSuffix: 'Service', list: 'services', file: 'src/sim/services.gen.ts' },
  { glob: 'src/sim/worlds/*.world.ts', suffix: '.world.ts', nameSuffix: 'World', list: 'worlds', file: 'src/sim/worlds.gen.ts' },
  ...globSync('src/sim/*/operations').map((folder): Registry => ({
    glob: `${folder}/*.ts`,
    suffix: '.ts',
    nameSuffix: '',
    list: 'operations',
    file: `${dirname(folder)}/operations.gen.ts`,
  })),
]

finish(registries.map(render))

function render({ glob, suffix, nameSuffix, list, file }: Registry): Generated {
  const files = globSync(glob)
    .filter((path) => !/[.](test|gen)[.]ts$/.test(path))
    .toSorted()
  const names = files.map((path) => camelCase(basename(path, suffix)) + nameSuffix)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new Error(`${file}: two files would export ${twice}; rename one`)
  const lines = [
    '// Written by `npm run gen`. Do not edit.',
    ...files.map((path, i) => `import { ${names[i]} } from '${specifier(file, path)}'`),
    '',
    `export const ${list} = [`,
    ...names.map((name) => `  ${name},`),
    '] as const',
    '',
  ]
  return { file, text: lines.join('\n'), skip: files.length === 0 && !existsSync(file) }
}

function camelCase(kebab: string): string {
  return kebab.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function specifier(from: string, to: string): string {
  const feature = /^src\/features\/(.+)$/.exec(to)
  if (feature !== null) return `#features/${feature[1]}`
  return `./${relative(dirname(from), to)}`
}
