import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job';
import type { Construct } from 'constructs';

export interface ScheduleProps {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly description: string;
  /** Five fields, in the zone. */
  readonly cron: string;
  /** IANA, e.g. `Europe/Paris`: 03:00 stays 03:00 when the clocks change. */
  readonly zone: string;
  readonly url: string;
  readonly body: object;
  /** E-mail of the account that calls. */
  readonly caller: string;
  /** Who is called: a function checks who somebody is, Google's APIs what they may do. */
  readonly calls: 'function' | 'google';
}

/** Calls an address by the clock; what is called must bear to be called twice. */
export function schedule(scope: Construct, id: string, props: ScheduleProps): CloudSchedulerJob {
  const { project, region, name, description, cron, zone, url, body, caller } = props;
  const token =
    props.calls === 'function'
      ? { oidcToken: { serviceAccountEmail: caller, audience: url } }
      : { oauthToken: { serviceAccountEmail: caller } };
  return new CloudSchedulerJob(scope, id, {
    project,
    region,
    name,
    description,
    schedule: cron,
    timeZone: zone,
    attemptDeadline: '600s',
    retryConfig: { retryCount: 3, minBackoffDuration: '30s' },
    httpTarget: {
      httpMethod: 'POST',
      uri: url,
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)).toString('base64'),
      ...token,
    },
  });
}
