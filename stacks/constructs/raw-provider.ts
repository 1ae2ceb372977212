import {
  dependable,
  type ITerraformDependable,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import type { Construct } from 'constructs';
import { slug } from '../names';

/** Providers beside google, for one resource each; too little for a package of generated bindings. */
const PROVIDERS = {
  time: { source: 'hashicorp/time', version: '0.13.1' },
  'google-beta': { source: 'hashicorp/google-beta', version: '6.50.0' },
} as const;
type ProviderName = keyof typeof PROVIDERS;

class RawProvider extends TerraformProvider {
  constructor(scope: Construct, providerName: ProviderName) {
    const { source, version } = PROVIDERS[providerName];
    super(scope, providerName, {
      terraformResourceType: providerName,
      terraformProviderSource: source,
      terraformGeneratorMetadata: {
        providerName,
        providerVersion: version,
        providerVersionConstraint: version,
      },
    });
  }
}

class RawResource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly config: Readonly<Record<string, unknown>>,
    provider: RawProvider,
  ) {
    super(scope, id, { terraformResourceType: type, provider });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.config };
  }
}

/** A provider of the stack, made when it is first asked for. */
function providerOf(scope: Construct, name: ProviderName): RawProvider {
  const stack = TerraformStack.of(scope);
  const there = stack.node.tryFindChild(name);
  return there instanceof RawProvider ? there : new RawProvider(stack, name);
}

/** Waits: grants and services take minutes until every server of Google knows them. */
export function waitFor(
  scope: Construct,
  id: string,
  seconds: number,
  after: readonly ITerraformDependable[],
): TerraformResource {
  const wait = new RawResource(
    scope,
    id,
    'time_sleep',
    { create_duration: `${seconds}s` },
    providerOf(scope, 'time'),
  );
  wait.dependsOn = after.map(dependable);
  return wait;
}

/** Makes Google's own account of a service exist, so that it can be granted something before its first use. */
export const serviceAgent = (scope: Construct, project: string, service: string): TerraformResource =>
  new RawResource(
    scope,
    slug(`agent-${service}`),
    'google_project_service_identity',
    { project, service },
    providerOf(scope, 'google-beta'),
  );
