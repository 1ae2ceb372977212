import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type PlansStacks, Terraform } from '../../../scripts/delivery/terraform';
import { type ProviderSchema, providerSchema } from '../schema';
import type { StackJson } from '../synthesized';

const PROVIDERS = ['google', 'google-beta', 'time'];

/** Why there is no Terraform to test with; undefined when there is. */
export function whyNoTerraform(): string | undefined {
  const found = spawnSync('terraform', ['version'], { encoding: 'utf8' });
  if (found.status === 0) return undefined;
  return 'terraform is not on this machine: the deployment against an offline provider is skipped';
}

/** Terraform with providers that keep what they are told, in a folder of its own. State lies beside the stack. */
export class OfflineTerraform {
  private readonly environment: Record<string, string | undefined>;

  constructor(
    private readonly folder: string,
    stacks: ReadonlyMap<string, StackJson>,
  ) {
    const protos = __dirname;
    const schemaFile = join(folder, 'schema.json');
    writeFileSync(schemaFile, JSON.stringify(schemaFor(stacks)));
    this.environment = {
      ...process.env,
      TF_CLI_CONFIG_FILE: this.writeProviders(),
      TF_DISABLE_PLUGIN_TLS: '1',
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      ECLUSE_PROVIDER_SCHEMA: schemaFile,
      ECLUSE_PROVIDER_PROTOS: protos,
    };
  }

  /** Puts a synthesized stack here, over the one of the same name; its state stays. */
  place(out: string, stack: string): void {
    const to = join(this.folder, stack);
    mkdirSync(to, { recursive: true });
    cpSync(join(out, 'stacks', stack), to, { recursive: true });
    const file = join(to, 'cdk.tf.json');
    const { terraform, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as {
      terraform: Record<string, unknown>;
    };
    const { backend: _bucket, ...local } = terraform;
    writeFileSync(file, JSON.stringify({ ...rest, terraform: local }));
  }

  /** Applies; with nothing to do it does nothing. @returns Terraform's last line, `Apply complete! Resources: …` */
  apply(stack: string): string {
    const output = this.run(stack, 'apply', '-auto-approve', '-input=false', '-no-color', '-parallelism=30');
    return /^Apply complete.*$/m.exec(output)?.[0] ?? output;
  }

  destroy(stack: string): string {
    const output = this.run(
      stack,
      'destroy',
      '-auto-approve',
      '-input=false',
      '-no-color',
      '-parallelism=30',
    );
    return /^Destroy complete.*$/m.exec(output)?.[0] ?? output;
  }

  /** Whether an apply would do nothing. */
  isUpToDate(stack: string): boolean {
    return this.run(stack, 'plan', '-input=false', '-no-color').includes('No changes.');
  }

  /** For the delivery's own code. There is nothing to fetch: the providers lie here. */
  get tool(): PlansStacks {
    const terraform = new Terraform(this.folder, this.environment, () => undefined);
    return {
      init: () => undefined,
      plan: (stack, options) => terraform.plan(stack, options),
      applyPlan: (stack) => terraform.applyPlan(stack),
    };
  }

  private run(stack: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('terraform', args, {
      cwd: join(this.folder, stack),
      env: this.environment,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0)
      throw new Error(`terraform ${args[0]} of ${stack} failed:\n${stderr}\n${stdout.slice(-2000)}`);
    return stdout;
  }

  /** One program for all providers; Terraform uses it as if it had been developed here, so nothing is downloaded. */
  private writeProviders(): string {
    const program = join(this.folder, 'provider.js');
    const entry = join(__dirname, 'provider.ts');
    buildSync({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', logLevel: 'error' });
    const overrides = PROVIDERS.map((name) => {
      const folder = join(this.folder, 'providers', name);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `terraform-provider-${name}`);
      writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${program}"\n`);
      chmodSync(file, 0o755);
      return `"hashicorp/${name}" = "${folder}"`;
    });
    const config = join(this.folder, 'terraform.rc');
    writeFileSync(
      config,
      `provider_installation {\n  dev_overrides {\n    ${overrides.join('\n    ')}\n  }\n  direct {}\n}\n`,
    );
    return config;
  }
}

function schemaFor(stacks: ReadonlyMap<string, StackJson>): ProviderSchema {
  const types = (section: 'resource' | 'data'): Set<string> =>
    new Set([...stacks.values()].flatMap((stack) => Object.keys(stack[section] ?? {})));
  return providerSchema(types('resource'), types('data'));
}
