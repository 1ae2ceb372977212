import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../environment-stack';
import { OWN_ROLES, ownRoleId } from '../permissions/own-roles';

/** Makes the roles of our own; whoever grants one has to wait for it. */
export function makeOwnRoles(
  stack: EnvironmentStack,
  after: readonly ITerraformDependable[],
): ProjectIamCustomRole[] {
  const { project } = stack.environment;
  return Object.entries(OWN_ROLES).map(
    ([name, { title, permissions }]) =>
      new ProjectIamCustomRole(stack, `role-${name}`, {
        project,
        roleId: ownRoleId(name),
        title: `Écluse: ${title}`,
        permissions: [...permissions],
        dependsOn: [...after],
      }),
  );
}
