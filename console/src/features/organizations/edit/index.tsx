export function EditOrganizationPage() { return null }
