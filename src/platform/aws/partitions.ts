/**
 * AWS's partitions: where each one's Regions, DNS names and control planes are.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export type Partition = {
  readonly id: string
  readonly regionPattern: RegExp
  readonly dnsSuffix: string
  /** Where the global services' only control plane answers, and the Region their requests are signed for. */
  readonly organizationsRegion: string | undefined
  readonly iamRegion: string
  readonly accountRegion: string
  readonly defaultRegion: string
}

/** ISO partitions run without Organizations endpoints that we could name with certainty: `undefined`, and the door says so. */
export const partitions: readonly Partition[] = [
  {
    id: 'aws',
    regionPattern: /^(us|eu|ap|sa|ca|me|af|il|mx)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d+$/,
    dnsSuffix: 'amazonaws.com',
    organizationsRegion: 'us-east-1',
    iamRegion: 'us-east-1',
    accountRegion: 'us-east-1',
    defaultRegion: 'us-east-1',
  },
  {
    id: 'aws-cn',
    regionPattern: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    organizationsRegion: 'cn-northwest-1',
    iamRegion: 'cn-north-1',
    accountRegion: 'cn-northwest-1',
    defaultRegion: 'cn-northwest-1',
  },
  {
    id: 'aws-us-gov',
    regionPattern: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    organizationsRegion: 'us-gov-west-1',
    iamRegion: 'us-gov-west-1',
    accountRegion: 'us-gov-west-1',
    defaultRegion: 'us-gov-west-1',
  },
  {
    id: 'aws-eusc',
    regionPattern: /^eusc-(de)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    organizationsRegion: 'eusc-de-east-1',
    iamRegion: 'eusc-de-east-1',
    accountRegion: 'eusc-de-east-1',
    defaultRegion: 'eusc-de-east-1',
  },
  {
    id: 'aws-iso',
    regionPattern: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    organizationsRegion: 'us-iso-east-1',
    iamRegion: 'us-iso-east-1',
    accountRegion: 'us-iso-east-1',
    defaultRegion: 'us-iso-east-1',
  },
  {
    id: 'aws-iso-b',
    regionPattern: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    organizationsRegion: 'us-isob-east-1',
    iamRegion: 'us-isob-east-1',
    accountRegion: 'us-isob-east-1',
    defaultRegion: 'us-isob-east-1',
  },
  {
    id: 'aws-iso-e',
    regionPattern: /^eu-isoe-\w+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    organizationsRegion: undefined,
    iamRegion: 'eu-isoe-west-1',
    accountRegion: 'eu-isoe-west-1',
    defaultRegion: 'eu-isoe-west-1',
  },
  {
    id: 'aws-iso-f',
    regionPattern: /^us-isof-\w+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    organizationsRegion: 'us-isof-south-1',
    iamRegion: 'us-isof-south-1',
    accountRegion: 'us-isof-south-1',
    defaultRegion: 'us-isof-south-1',
  },
]

/** Regions of the commercial partition that an account must enable first. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
export const optInRegions: ReadonlySet<string> = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
])

export function findPartition(id: string): Partition | undefined {
  return partitions.find((partition) => partition.id === id)
}

/** The partition a Region belongs to, by AWS's naming rules, so that a Region newer than this file is still placed. */
export function findPartitionOfRegion(region: string): Partition | undefined {
  return partitions.find(({ regionPattern }) => regionPattern.test(region))
}

/** Throws for an id outside `partitions`: ARNs are validated before they come here. */
export function getPartition(id: string): Partition {
  const partition = findPartition(id)
  if (partition === undefined) throw new Error(`Unknown AWS partition ${JSON.stringify(id)}`)
  return partition
}
