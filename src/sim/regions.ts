/** Regions by partition: where its global services and its IAM answer, those every account has, and those it must opt in to. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const partitions = {
  aws: {
    home: 'us-east-1',
    iam: 'us-east-1',
    default: [
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
      'ca-central-1',
      'sa-east-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'eu-central-1',
      'eu-north-1',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
    ],
    optIn: [
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
    ],
  },
  'aws-cn': { home: 'cn-northwest-1', iam: 'cn-north-1', default: ['cn-north-1', 'cn-northwest-1'], optIn: [] },
  'aws-us-gov': { home: 'us-gov-west-1', iam: 'us-gov-west-1', default: ['us-gov-west-1', 'us-gov-east-1'], optIn: [] },
} as const

export type Partition = keyof typeof partitions
export const partitionIds = Object.keys(partitions) as Partition[]
export type RegionKind = 'default' | 'opt_in' | 'unknown'

export function regionKindOf(partition: Partition, region: string): RegionKind {
  const { default: defaults, optIn } = partitions[partition]
  if ((defaults as readonly string[]).includes(region)) return 'default'
  return (optIn as readonly string[]).includes(region) ? 'opt_in' : 'unknown'
}

export function regionsOf(partition: Partition): {
  readonly home: string
  readonly iam: string
  readonly default: readonly string[]
  readonly optIn: readonly string[]
} {
  return partitions[partition]
}
