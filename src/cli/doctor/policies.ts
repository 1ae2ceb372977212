import { z } from 'zod';
import type { Environment } from '../../core/environment';
import { type Finding, missing, ok, unknown } from './finding';
import type { Gcloud } from './gcloud';

const policy = z.object({
  spec: z.object({
    rules: z
      .array(
        z.object({
          allowAll: z.boolean().optional(),
          denyAll: z.boolean().optional(),
          values: z
            .object({
              allowedValues: z.array(z.string()).default([]),
              deniedValues: z.array(z.string()).default([]),
            })
            .optional(),
        }),
      )
      .default([]),
  }),
});
type Rule = z.infer<typeof policy>['spec']['rules'][number];

/** A policy of the organisation that the stacks may run against. */
interface Constraint {
  readonly name: string;
  readonly asks: string;
  /** `ok`, or what is in the way and what to do; undefined: nobody can tell from the values alone. */
  judge(rules: readonly Rule[], environment: Environment): { found: string; remedy?: string } | undefined;
}

const CONSTRAINTS: readonly Constraint[] = [
  {
    name: 'gcp.resourceLocations',
    asks: 'may data lie in the region?',
    judge: (rules, { region }) => {
      if (isOpen(rules)) return { found: 'every region is allowed' };
      const values = rules.flatMap((rule) => rule.values?.allowedValues ?? []);
      const names = [
        region,
        `in:${region}-locations`,
        ...(region.startsWith('europe-') ? ['in:europe-locations', 'in:eu-locations'] : []),
      ];
      return values.some((value) => names.includes(value)) ? { found: `${region} is allowed` } : undefined;
    },
  },
  {
    name: 'iam.allowedPolicyMemberDomains',
    asks: 'may the groups be granted something?',
    judge: (rules) => (isOpen(rules) ? { found: 'every domain is allowed' } : undefined),
  },
  {
    name: 'cloudfunctions.allowedIngressSettings',
    asks: 'may functions answer from inside?',
    judge: (rules) => {
      const values = rules.flatMap((rule) => rule.values?.allowedValues ?? []);
      if (isOpen(rules) || values.includes('ALLOW_INTERNAL_ONLY'))
        return { found: 'ALLOW_INTERNAL_ONLY is allowed' };
      return {
        found: `allowed: ${values.join(', ')}`,
        remedy: 'Ask the administrators of the organisation to allow ALLOW_INTERNAL_ONLY.',
      };
    },
  },
  {
    name: 'gcp.restrictNonCmekServices',
    asks: 'may data lie under keys of Google?',
    judge: (rules, { cmek, name }) => {
      const denied = rules.flatMap((rule) => rule.values?.deniedValues ?? []);
      if (cmek || denied.length === 0)
        return { found: cmek ? 'keys of our own are used' : 'Google’s keys are allowed' };
      return {
        found: `keys of our own are wanted for ${denied.join(', ')}`,
        remedy: `Write cmek: true in environments/${name}.yaml.`,
      };
    },
  },
];

const isOpen = (rules: readonly Rule[]): boolean =>
  rules.length === 0 || rules.some((rule) => rule.allowAll === true);

/** Policies of the organisation that would stop the first deployment. */
export async function checkPolicies(gcloud: Gcloud, environment: Environment): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const constraint of CONSTRAINTS) findings.push(await checkConstraint(gcloud, environment, constraint));
  return findings;
}

function checkConstraint(
  gcloud: Gcloud,
  environment: Environment,
  { name, asks, judge }: Constraint,
): Promise<Finding> {
  const check = `policy ${name}`;
  const args = ['org-policies', 'describe', name, `--project=${environment.project}`, '--effective'];
  const command = `gcloud ${args.join(' ')}`;
  return gcloud.finding(
    check,
    args,
    policy,
    ({ spec: { rules } }) => {
      const judged = judge(rules, environment);
      if (!judged) return unknown(check, `${asks} ${JSON.stringify(rules)}`, command);
      return judged.remedy ? missing(check, judged.found, judged.remedy) : ok(check, judged.found);
    },
    command,
  );
}
