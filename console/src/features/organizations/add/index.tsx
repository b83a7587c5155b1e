export function AddOrganizationPage() { return null }
