// Written by `npm run gen`. Do not edit.
import { accountService } from './account/account.service.ts'
import { cloudformationService } from './cloudformation/cloudformation.service.ts'
import { ec2Service } from './ec2/ec2.service.ts'
import { iamService } from './iam/iam.service.ts'
import { organizationsService } from './organizations/organizations.service.ts'
import { s3Service } from './s3/s3.service.ts'
import { stsService } from './sts/sts.service.ts'
import { taggingService } from './tagging/tagging.service.ts'

export const services = [
  accountService,
  cloudformationService,
  ec2Service,
  iamService,
  organizationsService,
  s3Service,
  stsService,
  taggingService,
] as const
