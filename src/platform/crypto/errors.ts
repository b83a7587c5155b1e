import { defineErrors } from '#lib/app-error.ts'

export const cryptoErrors = defineErrors({
  master_key_invalid: { status: 503, title: 'The master key is not usable' },
  master_key_file_unusable: { status: 503, title: 'The file of the master key cannot be used' },
  master_key_wrong: { status: 503, title: 'The secrets are sealed with another master key' },
  sealed_value_damaged: { status: 500, title: 'A sealed secret cannot be opened' },
  key_rotation_needs_new_key: { status: 409, title: 'There is no new master key to rotate to' },
})
