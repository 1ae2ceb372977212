import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget';
import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import type { Construct } from 'constructs';
import { EnvironmentStack, type StackInput } from '../environment-stack';
import { literal } from '../escape';
import { makeEngineAlerts, makePlatformAlerts } from './alerts';
import { dashboardOf } from './dashboard';
import { makeMetrics } from './metrics';
import { makeScans } from './scans';

/** Shares of the budget at which it is told. */
const BUDGET_STEPS = [0.5, 0.9, 1];

/** Who is told what, and what they look at: metrics, alerts, the dashboard, the budget. */
export class ObservabilityStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'observability', input);
    const channels = this.makeChannels();
    makeMetrics(this);
    makeEngineAlerts(this, channels);
    makePlatformAlerts(this, channels);
    new MonitoringDashboard(this, 'dashboard', {
      project: this.environment.project,
      dashboardJson: literal(
        JSON.stringify(dashboardOf(`Écluse ${this.manifest.project.name} (${this.environment.name})`)),
      ),
    });
    this.makeBudget(channels);
    if (this.environment.dataplex_scans) makeScans(this);
  }

  private makeChannels(): string[] {
    const { project, alerts } = this.environment;
    return alerts.emails.map((email, index) => {
      const displayName = `Écluse: ${email}`;
      const labels = { email_address: email };
      return new MonitoringNotificationChannel(this, `channel-${index + 1}`, {
        project,
        type: 'email',
        displayName,
        labels,
      }).id;
    });
  }

  private makeBudget(channels: readonly string[]): void {
    const { budget, name } = this.environment;
    if (!budget) return;
    new BillingBudget(this, 'budget', {
      billingAccount: budget.billing_account,
      displayName: `Écluse ${name}`,
      budgetFilter: { projects: [`projects/${this.projectNumber}`], calendarPeriod: 'MONTH' },
      amount: { specifiedAmount: { currencyCode: budget.currency, units: String(budget.monthly) } },
      thresholdRules: BUDGET_STEPS.map((thresholdPercent) => ({ thresholdPercent })),
      // The API takes five channels at most.
      allUpdatesRule: { monitoringNotificationChannels: channels.slice(0, 5) },
    });
  }
}
