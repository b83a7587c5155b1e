import { type KitFile, type KitTerms, maxSessionDuration, memberStackSetName, splitRoleName } from './kit.ts'
import { kitTagKey, kitVersion } from './permissions.ts'
import { rolePolicy } from './policies.ts'
import { trustOf } from './render-cloudformation.ts'

const placeholder = 'reeve-external-id-goes-here'

/** A Terraform module for the account of the organization role: that role, and the StackSet of the member role from the same template. */
export function renderTerraform(terms: KitTerms): KitFile[] {
  const { path, roleName } = splitRoleName(terms.orgRole.name)
  const selfArn = `arn:${terms.partition}:iam::*:role/${terms.orgRole.name}`
  const trust = heredoc(trustOf(terms, placeholder)).replaceAll(placeholder, '${var.organization_external_id}')
  const callAs = terms.variant === 'delegated_administrator' ? 'DELEGATED_ADMIN' : 'SELF'
  const main = `# Reeve kit ${kitVersion}. Apply in the ${terms.variant === 'delegated_administrator' ? 'delegated administrator' : 'management'} account.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "organization_external_id" {
  type      = string
  sensitive = true
}

variable "member_external_id" {
  type      = string
  sensitive = true
}

variable "target_ids" {
  type        = list(string)
  description = "Root or OUs whose accounts get the member role; r-... for all"
}

resource "aws_iam_role" "organization" {
  name                 = "${roleName}"
  path                 = "${path}"
  max_session_duration = ${maxSessionDuration(terms.orgRole.durationSeconds)}
  tags                 = { "${kitTagKey}" = "${kitVersion}" }
  assume_role_policy   = <<-POLICY
${trust}
  POLICY
}

resource "aws_iam_role_policy" "organization" {
  name   = "reeve-organization"
  role   = aws_iam_role.organization.id
  policy = <<-POLICY
${heredoc(rolePolicy('organization', selfArn))}
  POLICY
}

resource "aws_cloudformation_stack_set" "member" {
  name             = "${memberStackSetName}"
  permission_model = "SERVICE_MANAGED"
  call_as          = "${callAs}"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = file("\${path.module}/member-role.template.json")
  parameters       = { ExternalId = var.member_external_id }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  managed_execution {
    active = true
  }

  lifecycle {
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "member" {
  stack_set_name = aws_cloudformation_stack_set.member.name
  call_as        = "${callAs}"
  region         = "${terms.homeRegion}"

  deployment_targets {
    organizational_unit_ids = var.target_ids
  }
}

# Service-managed StackSets skip the management account: it needs the member role by a stack of its own, applied there.
resource "aws_cloudformation_stack" "member_in_management_account" {
  count         = ${terms.variant === 'management_account' ? 1 : 0}
  name          = "${memberStackSetName}"
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  template_body = file("\${path.module}/member-role.template.json")
  parameters    = { ExternalId = var.member_external_id }
}

output "organization_role_arn" {
  value = aws_iam_role.organization.arn
}
`
  return [
    {
      name: 'main.tf',
      purpose: 'Terraform module that does the same as the commands; ExternalIds come in as sensitive variables',
      content: main,
    },
  ]
}

/** Policies inside a heredoc: Terraform would read their \${…} as its own. */
function heredoc(policy: object): string {
  return JSON.stringify(policy, null, 2)
    .replaceAll('${', '$${')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
