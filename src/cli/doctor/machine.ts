import { z } from 'zod';
import type { Programs } from '../../ports/programs';
import { type Finding, missing, ok, unknown } from './finding';
import type { Gcloud } from './gcloud';

const OLDEST_NODE = [20, 19] as const;
/** What `required_version` of older stacks wrote; newer ones read the same state. */
const OLDEST_TERRAFORM = [1, 5] as const;
const SIGN_IN = 'gcloud auth login && gcloud auth application-default login';

const terraformVersion = z.object({ terraform_version: z.string() });
const accounts = z.array(z.object({ account: z.string() }));

/** What the machine itself has to have. @param node e.g. `22.20.0` */
export async function checkMachine(programs: Programs, gcloud: Gcloud, node: string): Promise<Finding[]> {
  return [
    checkNode(node),
    await checkTerraform(programs),
    await gcloud.finding(
      'credentials',
      ['auth', 'list', '--filter=status:ACTIVE'],
      accounts,
      ([active]) =>
        active ? ok('credentials', active.account) : missing('credentials', 'nobody is signed in', SIGN_IN),
      SIGN_IN,
    ),
    await checkApplicationCredentials(programs),
  ];
}

const checkNode = (node: string): Finding =>
  isAtLeast(node, OLDEST_NODE)
    ? ok('node', node)
    : missing('node', node, `Install Node ${OLDEST_NODE.join('.')} or newer: https://nodejs.org`);

async function checkTerraform(programs: Programs): Promise<Finding> {
  for (const program of ['terraform', 'tofu']) {
    const { code, out } = await programs.run(program, ['version', '-json']);
    if (code !== 0) continue;
    const version = versionIn(out);
    if (!version)
      return unknown('terraform', `${program} answers, but not with its version`, `${program} version -json`);
    if (isAtLeast(version, OLDEST_TERRAFORM)) return ok('terraform', `${program} ${version}`);
    return missing(
      'terraform',
      `${program} ${version}`,
      `Install ${program} ${OLDEST_TERRAFORM.join('.')} or newer.`,
    );
  }
  const remedy =
    'Install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org).';
  return missing('terraform', 'neither terraform nor tofu is on the PATH', remedy);
}

function versionIn(out: string): string | undefined {
  try {
    return terraformVersion.parse(JSON.parse(out)).terraform_version;
  } catch {
    return undefined;
  }
}

/** Terraform uses credentials of their own; the token that proves them is not looked at. */
async function checkApplicationCredentials(programs: Programs): Promise<Finding> {
  const check = 'application credentials';
  const { code } = await programs.run('gcloud', [
    'auth',
    'application-default',
    'print-access-token',
    '--quiet',
  ]);
  if (code === 0) return ok(check, 'there');
  const remedy = 'gcloud auth application-default login';
  if (code === null) return unknown(check, 'gcloud is not there, or did not answer', remedy);
  return missing(check, 'none, or not valid any more', remedy);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}
