export async function proveExpressions(..._args: unknown[]): Promise<void> {}
