/** In the order in which they are deployed: structure first, the manifest's pointer after everything that it names. */
export const STACKS = ['foundation', 'warehouse', 'pipeline', 'observability', 'delivery'] as const;
export type StackName = (typeof STACKS)[number];
