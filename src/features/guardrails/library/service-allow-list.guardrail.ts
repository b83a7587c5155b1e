import { z } from 'zod'
import { defineGuardrail, documentOf } from '../define-guardrail.ts'
import { probe } from '../probes.ts'

const serviceField = z.string().regex(/^[a-z0-9-]+$/, 'A service is its IAM prefix, such as ec2.')

export const serviceAllowListGuardrail = defineGuardrail({
  id: 'service-allow-list',
  title: 'Only the listed services can be used',
  why: 'What is not used cannot be misused. SCPs never grant; they filter what is possible (OIU-7).',
  references: ['OIU-16', 'OIU-18', 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_strategies.html'],
  forms: ['scp'],
  params: z.strictObject({ services: z.array(serviceField).min(1).default(['ec2', 'rds', 's3', 'elasticloadbalancing']) }),
  example: {},

  render({ services }) {
    return {
      document: documentOf(
        ...services.map((service) => ({
          Sid: `Allow${service.replaceAll(/[^a-z0-9]/g, '')}`,
          Effect: 'Allow' as const,
          Action: [`${service}:*`],
          Resource: ['*'],
        })),
      ),
      notes: [
        'An allow-list has no effect until FullAWSAccess is detached from the same target; attach this one first, then detach FullAWSAccess (OIU-18).',
      ],
    }
  },

  probes({ services }) {
    return [
      probe('a listed service stays allowed', 'stay_allowed', { action: `${services[0]}:Describe` }),
      probe('any other service is denied', 'be_denied', { action: 'braket:CreateJob' }),
    ]
  },
})
