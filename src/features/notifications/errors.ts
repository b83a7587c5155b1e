import { defineErrors } from '#lib/app-error.ts'

export const notificationErrors = defineErrors({
  channel_not_found: { status: 404, title: 'No such notification channel' },
  channel_name_taken: { status: 409, title: 'A channel has this name' },
  channel_kind_fixed: { status: 422, title: 'A channel keeps its kind' },
  system_mail_not_set: { status: 404, title: 'No mail server is set' },
  delivery_not_found: { status: 404, title: 'No such delivery' },
  delivery_not_dead: { status: 409, title: 'Only a delivery that was given up can be tried again' },
})
