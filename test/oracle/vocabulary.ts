/** What generated requests and policies are made of. Values are few and near one another, so that statements often nearly match. */
export const accounts = { own: '111122223333', other: '444455556666', management: '999988887777' } as const
export const organization = { id: 'o-a1b2c3d4e5', managementAccountId: accounts.management } as const

export type Target = {
  readonly action: string
  readonly arn: (account: string) => string
  /** ARNs of this service say nothing of the account. */
  readonly hidesAccount?: true
  readonly actions: readonly string[]
  readonly resources: (account: string) => readonly string[]
}

const onlyObjects = ['s3:GetObject', 's3:Get*', 's3:*', '*', 'S3:getOBJECT', 's3:Get?bject', 's3:*Object', 's3:PutObject', 's3:G*t*ct']
export const targets: readonly Target[] = [
  {
    action: 's3:GetObject',
    arn: () => 'arn:aws:s3:::data/home/ann/a:b.txt',
    hidesAccount: true,
    actions: onlyObjects,
    resources: () => [
      '*',
      'arn:aws:s3:::data/*',
      'arn:aws:s3:::data/home/${aws:username}/*',
      "arn:aws:s3:::data/${aws:PrincipalTag/area, 'home'}/*",
      'arn:aws:s3:::data/home/ann/a:b.tx?',
      'arn:aws:s3:::DATA/*',
      'arn:aws:s3:::data',
      'arn:aws:s3:::d*/*/ann/a*txt',
      'arn:aws:s3:::data/home/${aws:PrincipalTag/team}/*',
      'arn:aws:s3:::data/${*}',
      'arn:aws:s3:*',
      'arn:aws:s3:::data/home/ann/a${?}b.txt',
    ],
  },
  {
    action: 's3:PutObject',
    arn: () => 'arn:aws:s3:::data/${aws:username}/x*y',
    hidesAccount: true,
    actions: [...onlyObjects, 's3:Put*', 's3:?utObject'],
    resources: () => [
      '*',
      'arn:aws:s3:::data/*',
      'arn:aws:s3:::data/${aws:username}/x*y',
      'arn:aws:s3:::data/*/x${*}y',
      'arn:aws:s3:::data/${$}{aws:username}/*',
      'arn:aws:s3:::logs/*',
    ],
  },
  {
    action: 'sqs:SendMessage',
    arn: (account) => `arn:aws:sqs:eu-west-1:${account}:orders`,
    actions: ['sqs:SendMessage', 'sqs:*', '*', 'sqs:Send*', 'sqs:Receive*', 'SQS:sendmessage', 'sqs:S*Mess?ge'],
    resources: (account) => [
      '*',
      `arn:aws:sqs:eu-west-1:${account}:orders`,
      'arn:aws:sqs:*:*:orders',
      `arn:aws:sqs:eu-*:${account}:*`,
      'arn:aws:sqs:eu-west-?:*:o*s',
      'arn:aws:sqs:us-east-1:*:*',
      'arn:*:sqs:*:*:Orders',
    ],
  },
  {
    action: 'kms:Decrypt',
    arn: (account) => `arn:aws:kms:eu-west-1:${account}:key/0a1b`,
    actions: ['kms:Decrypt', 'kms:*', '*', 'kms:De*', 'kms:Encrypt', 'kms:?ecrypt'],
    resources: (account) => ['*', `arn:aws:kms:eu-west-1:${account}:key/*`, 'arn:aws:kms:*:*:key/0a1b', 'arn:aws:kms:*:*:alias/*'],
  },
  {
    action: 'kms:RetireGrant',
    arn: (account) => `arn:aws:kms:eu-west-1:${account}:key/0a1b`,
    actions: ['kms:RetireGrant', 'kms:*', '*'],
    resources: () => ['*', 'arn:aws:kms:*:*:key/*'],
  },
  {
    action: 'sts:AssumeRole',
    arn: (account) => `arn:aws:iam::${account}:role/deploy`,
    actions: ['sts:AssumeRole', 'sts:*', '*', 'sts:Assume*', 'sts:AssumeRoleWithSAML', 'STS:ASSUMEROLE'],
    resources: (account) => ['*', `arn:aws:iam::${account}:role/deploy`, 'arn:aws:iam::*:role/dep*', 'arn:aws:iam::*:role/other'],
  },
  {
    action: 'ec2:RunInstances',
    arn: (account) => `arn:aws:ec2:eu-west-1:${account}:instance/i-1`,
    actions: ['ec2:RunInstances', 'ec2:*', '*', 'ec2:*Instances', 'ec2:Describe*', 'ec2:*n?tances'],
    resources: (account) => ['*', `arn:aws:ec2:*:${account}:instance/*`, 'arn:aws:ec2:*:*:volume/*', 'arn:aws:ec2:e*1:*:instance/i-?'],
  },
  {
    action: 'ec2:DescribeInstances',
    arn: () => '*',
    actions: ['ec2:Describe*', 'ec2:*', '*', 'ec2:DescribeVolumes'],
    resources: () => ['*', 'arn:aws:ec2:*:*:instance/*'],
  },
  {
    action: 'secretsmanager:GetSecretValue',
    arn: (account) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:prod/db-Ab12Cd`,
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:*', '*', 'secretsmanager:Get*', 'secretsmanager:Put*'],
    resources: () => [
      '*',
      'arn:aws:secretsmanager:*:*:secret:prod/*',
      'arn:aws:secretsmanager:*:*:secret:*-??????',
      'arn:aws:secretsmanager:*:*:secret:prod',
      'arn:aws:secretsmanager:*:secret:prod/*',
      'arn:aws:secretsmanager:eu-west-1?111122223333:secret:prod/*',
      'arn:aws:secretsmanager:e*1:secret:*',
    ],
  },
  {
    action: 'supportplans:CreateSupportPlanSchedule',
    arn: () => '*',
    actions: ['supportplans:*', '*', 's3:*'],
    resources: () => ['*'],
  },
]

export type KeySpec = {
  readonly key: string
  readonly kind: 'string' | 'arn' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip'
  /** Multi-valued: only ever compared with a set operator, as AWS asks. */
  readonly isSet?: true
  readonly requested: readonly string[]
  readonly written: readonly (string | number | boolean)[]
}

export const keySpecs: readonly KeySpec[] = [
  {
    key: 'aws:RequestedRegion',
    kind: 'string',
    requested: ['eu-west-1', 'EU-WEST-1', 'us-east-1'],
    written: ['eu-west-1', 'eu-*', 'us-east-1', '*-1', 'e?-west-1'],
  },
  {
    key: 'aws:PrincipalTag/team',
    kind: 'string',
    requested: ['red', 'Red', 'blue', 'ann'],
    written: ['red', 'RED', 'r*', '${aws:ResourceTag/team}', "${aws:ResourceTag/Team, 'red'}", '${aws:username}', 'blue'],
  },
  {
    key: 'aws:ResourceTag/team',
    kind: 'string',
    requested: ['red', 'blue'],
    written: ['red', 'b?ue', '${aws:PrincipalTag/team}', "${aws:PrincipalTag/Team, 'blue'}"],
  },
  {
    key: 's3:prefix',
    kind: 'string',
    requested: ['home/ann/', 'home/bob/', 'a*', ''],
    written: ['home/${aws:username}/*', 'home/*', 'a${*}', 'home/???/', 'a*'],
  },
  { key: 'aws:username', kind: 'string', requested: ['ann', 'bob'], written: ['ann', 'a*', 'bob', 'ANN'] },
  {
    key: 'aws:PrincipalOrgID',
    kind: 'string',
    requested: ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'],
    written: ['o-a1b2c3d4e5', 'o-zzzzzzzzzz', 'o-*'],
  },
  {
    key: 'aws:TagKeys',
    kind: 'string',
    isSet: true,
    requested: ['team', 'Team', 'cost', 'env', ''],
    written: ['team', 'cost', 'TEAM', 'e*', 'c?st', '${aws:PrincipalTag/team}'],
  },
  {
    key: 'aws:PrincipalOrgPaths',
    kind: 'string',
    isSet: true,
    requested: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/', 'o-a1b2c3d4e5/r-ab12/'],
    written: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*', 'o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
  },
  {
    key: 'aws:PrincipalArn',
    kind: 'arn',
    requested: [],
    written: [
      'arn:aws:iam::111122223333:role/app',
      'arn:aws:iam::*:role/*',
      'arn:aws:iam::111122223333:user/ann',
      'arn:aws:iam::*:user/a?n',
      'arn:aws:iam::1*:root',
      'arn:aws:i*:111122223333:role/app',
      'arn:aws:iam::*:role/aws-service-role/*',
    ],
  },
  {
    key: 'aws:SourceArn',
    kind: 'arn',
    requested: [
      'arn:aws:sns:eu-west-1:111122223333:topic',
      'arn:aws:s3:::data',
      'not-an-arn',
      'arn:aws:sns:eu-west-1:111122223333:topic:sub/x',
    ],
    written: [
      'arn:aws:sns:*:111122223333:*',
      'arn:aws:s3:::d*',
      'arn:aws:sns:eu-west-1:*:topic',
      'arn:aws:sns:*:topic',
      'arn:*:s3:::data',
      'arn:aws:sns:eu-west-?:${aws:PrincipalAccount}:topic*',
    ],
  },
  {
    key: 'aws:CalledArns',
    kind: 'arn',
    isSet: true,
    requested: ['arn:aws:s3:::a', 'arn:aws:s3:::b', 'arn:aws:sqs:eu-west-1:111122223333:q'],
    written: ['arn:aws:s3:::*', 'arn:aws:s3:::a', 'arn:aws:sqs:*:*:q', 'arn:aws:sqs:*:444455556666:*'],
  },
  {
    key: 'aws:MultiFactorAuthAge',
    kind: 'numeric',
    requested: ['0', '60', '60.0', '3600', '-5', 'soon'],
    written: [60, '60', '3600', 0, '60.5', '-5'],
  },
  { key: 's3:sizes', kind: 'numeric', isSet: true, requested: ['1', '2', '3', '10'], written: ['2', 10, '1.0', 3] },
  {
    key: 'aws:CurrentTime',
    kind: 'date',
    requested: ['2026-03-01T00:00:00Z', '1772323200', '2026-03-01', '2026-06-01T12:00:00Z', 'someday'],
    written: ['2026-03-01T00:00:00Z', '2026-03-01', '1772323200', '2026-05-31T23:59:59Z', '2027-01-01T00:00:00+02:00'],
  },
  {
    key: 'aws:Dates',
    kind: 'date',
    isSet: true,
    requested: ['2026-03-01T00:00:00Z', '2026-06-01T12:00:00Z'],
    written: ['2026-03-01T00:00:00Z', '2026-06-02'],
  },
  { key: 'aws:SecureTransport', kind: 'bool', requested: ['true', 'false'], written: ['true', 'false', true, false] },
  { key: 'aws:MultiFactorAuthPresent', kind: 'bool', requested: ['true', 'false'], written: ['true', 'false'] },
  { key: 'aws:PrincipalIsAWSService', kind: 'bool', requested: [], written: ['true', 'false'] },
  { key: 's3:flags', kind: 'bool', isSet: true, requested: ['true', 'false'], written: ['true', 'false'] },
  { key: 'kms:digest', kind: 'binary', requested: ['QUJD', 'QUJE'], written: ['QUJD', 'QUJE'] },
  { key: 'kms:digests', kind: 'binary', isSet: true, requested: ['QUJD', 'QUJE'], written: ['QUJD', 'QUJF'] },
  {
    key: 'aws:SourceIp',
    kind: 'ip',
    requested: ['203.0.113.7', '203.0.114.7', '2001:db8::1', '10.0.0.1', 'nowhere'],
    written: ['203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '0.0.0.0/0', '10.0.0.0/8', '203.0.112.0/22', '2001:0db8:0:0::1'],
  },
  {
    key: 'aws:Ips',
    kind: 'ip',
    isSet: true,
    requested: ['203.0.113.7', '10.0.0.1', '2001:db8::1'],
    written: ['203.0.113.0/24', '10.0.0.0/8', '2001:db8::/64'],
  },
]

const compared = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals']
export const operatorsOf: Readonly<Record<KeySpec['kind'], readonly string[]>> = {
  string: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
  numeric: compared.map((name) => `Numeric${name}`),
  date: compared.map((name) => `Date${name}`),
  bool: ['Bool'],
  binary: ['BinaryEquals'],
  ip: ['IpAddress', 'NotIpAddress'],
}
