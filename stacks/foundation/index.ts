import { AccessContextManagerServicePerimeterResource } from '@cdktf/provider-google/lib/access-context-manager-service-perimeter-resource';
import { CloudQuotasQuotaPreference } from '@cdktf/provider-google/lib/cloud-quotas-quota-preference';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../../src/core/environment';
import { DataKey } from '../constructs/key';
import { waitFor } from '../constructs/raw-provider';
import { EnvironmentStack, type StackInput } from '../environment-stack';
import { grantOn, type Place } from '../permissions/grant';
import { accountsOf } from '../permissions/table';
import { type Account, OWN_ACCOUNTS, type Where } from '../permissions/types';
import { makeOwnRoles } from './own-roles';
import { makeServices } from './services';

/** Seconds until an account that was just made can be granted something. */
const ACCOUNTS_SETTLE = 30;
/** Seconds until a grant is known everywhere; the next stack would be refused before. */
const GRANTS_SETTLE = 120;
const MIB_PER_TIB = 1024 * 1024;

/** Services, accounts, grants, keys, quotas: what an empty project needs before anything can live in it. */
export class FoundationStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'foundation', input);
    const ready = makeServices(this);
    const accounts = this.makeAccounts(ready);
    const known = [waitFor(this, 'accounts-settled', ACCOUNTS_SETTLE, [...ready, ...accounts])];
    const places = new Map<Where, Place>([
      ['project', { after: [...known, ...makeOwnRoles(this, ready)] }],
      ['bucket:state', { after: known }],
      ...accountsOf(input).map((name): [Where, Place] => [`account:${name}`, { after: known }]),
    ]);
    if (this.environment.cmek) places.set('keys', { after: [this.makeKey(ready), ...known] });
    const analysts = this.environment.quotas?.analysts;
    if (analysts) places.set('analysts_project', { after: known, ids: [analysts.project] });
    const granted = grantOn(this, places);
    waitFor(this, 'grants-settled', GRANTS_SETTLE, granted);
    this.limitQueries(ready);
    this.joinPerimeter(ready);
  }

  private makeAccounts(after: readonly ITerraformDependable[]): ServiceAccount[] {
    const { project } = this.environment;
    return accountsOf(this.input).map(
      (name) =>
        new ServiceAccount(this, `account-${name}`, {
          project,
          accountId: `ecluse-${name}`,
          displayName: `Écluse ${name}`,
          description: describeAccount(name),
          dependsOn: [...after],
        }),
    );
  }

  private makeKey(after: readonly ITerraformDependable[]): ITerraformDependable {
    const { project, region } = this.environment;
    return new DataKey(this, 'data-key', { project, region, after }).key;
  }

  /** Bytes that queries may process in a day, for the engine's project and for the analysts' own. */
  private limitQueries(after: readonly ITerraformDependable[]): void {
    const { quotas, project, alerts } = this.environment;
    if (!quotas) return;
    const limits = [{ project, tib: quotas.engine_tib_per_day }];
    if (quotas.analysts) limits.push({ project: quotas.analysts.project, tib: quotas.analysts.tib_per_day });
    for (const [index, limit] of limits.entries())
      new CloudQuotasQuotaPreference(this, index === 0 ? 'quota-engine' : 'quota-analysts', {
        parent: `projects/${limit.project}`,
        service: 'bigquery.googleapis.com',
        quotaId: 'QueryUsagePerDay',
        name: 'ecluse-query-usage-per-day',
        contactEmail: alerts.emails[0] ?? '',
        ignoreSafetyChecks: 'QUOTA_DECREASE_PERCENTAGE_TOO_HIGH',
        quotaConfig: { preferredValue: String(limit.tib * MIB_PER_TIB) },
        dependsOn: [...after],
      });
  }

  private joinPerimeter(after: readonly ITerraformDependable[]): void {
    const { perimeter } = this.environment;
    if (!perimeter) return;
    new AccessContextManagerServicePerimeterResource(this, 'perimeter', {
      perimeterName: perimeter,
      resource: `projects/${this.projectNumber}`,
      dependsOn: [...after],
    });
  }
}

const isFunction = (name: Account): name is FunctionName => (FUNCTIONS as readonly string[]).includes(name);

const describeAccount = (name: Account): string =>
  isFunction(name) ? `Runs the function ${name}, and nothing else.` : `${OWN_ACCOUNTS[name]}.`;
