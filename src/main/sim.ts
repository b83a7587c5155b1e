import type { World } from '#sim/define-world.ts'
import { imds } from '#sim/credential-endpoints/imds.ts'
import { serveSimulation, type SideDoor } from '#sim/http-server.ts'
import { createSimulatedAws, type Simulation } from '#sim/index.ts'
import { regionsOf } from '#sim/regions.ts'
import { worlds } from '#sim/worlds.gen.ts'
import { readSimFlags, type SimFlags, simUsage } from './sim-options.ts'

/** `npm run sim`: serves a simulated AWS on the loopback interface until SIGTERM. Its first line on stdout tells how to use it. */
async function main(): Promise<void> {
  const read = readSimFlags(process.argv.slice(2))
  if ('problems' in read) return refuse(read.problems)
  const { flags } = read
  const world = (worlds as readonly World[]).find(({ name }) => name === flags.world)
  if (world === undefined) return refuse([`--world must be one of ${worlds.map(({ name }) => name).join(', ')}, not ${flags.world}`])
  await serve(flags, world)
}

async function serve(flags: SimFlags, world: World): Promise<void> {
  const accessKeyId = flags['admin-access-key-id']
  const secretAccessKey = flags['admin-secret-access-key']
  const accountId = flags['account-id']
  const options = {
    accounts: flags.accounts,
    standaloneAccounts: flags['standalone-accounts'],
    ...(accountId === undefined ? {} : { accountId }),
    ...(accessKeyId === undefined || secretAccessKey === undefined ? {} : { admin: { accessKeyId, secretAccessKey } }),
  }
  let facts: ReturnType<World['build']> | undefined
  const simulation = createSimulatedAws({
    seed: flags.seed,
    partition: flags.partition,
    timeScale: flags['time-scale'],
    throttle: flags.throttle,
    lag: flags.lag,
    latencyMedianMs: flags['latency-ms'],
    denialMessages: flags['denial-messages'],
    legacySimulatorArtefact: flags['legacy-simulator-artefact'],
    ...(flags.faults === undefined ? {} : { faults: flags.faults }),
    seedWorld: (aws) => {
      facts = world.build(aws, options)
    },
  })
  const served = await serveSimulation(simulation, flags.port, instanceDoor(simulation, flags, facts?.managementAccountId)).catch(
    (error: NodeJS.ErrnoException) => refuse([portProblem(flags.port, error)], 1),
  )
  if (served === undefined) return
  process.stdout.write(`${JSON.stringify({ endpoint: served.endpoint, region: regionsOf(flags.partition).home, ...facts })}\n`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void served.close().then(() => process.exit(0)))
}

/** With `--instance-role`, the metadata service of an EC2 instance of the management account stands below `/latest/`. */
function instanceDoor(simulation: Simulation, flags: SimFlags, accountId: string | undefined): SideDoor | undefined {
  const roleName = flags['instance-role']
  if (roleName === undefined || accountId === undefined) return undefined
  const answer = imds(simulation.aws, {
    accountId,
    roleName,
    instanceId: 'i-0a1b2c3d4e5f67890',
    region: regionsOf(flags.partition).home,
    durationSeconds: 21_600,
  })
  return (request) => (request.path.startsWith('/latest/') ? answer(request) : undefined)
}

function portProblem(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Give --port another one, or 0 for any that is free.`
  if (code === 'EACCES') return `Port ${port} needs more rights than this user has. Give --port one above 1023.`
  return `Cannot listen on port ${port}: ${message}`
}

function refuse(problems: readonly string[], exitCode = 2): undefined {
  for (const problem of problems) console.error(problem)
  if (exitCode === 2) console.error(simUsage)
  process.exitCode = exitCode
  return undefined
}

await main()
