import type { HttpFunction, Request, Response } from '@google-cloud/functions-framework';
import { failureOf } from './failures';
import { Log, type Print } from './log';
import type { Site } from './site';

/** A request as far as functions look at it. */
export interface Call {
  readonly body: unknown;
  /** How often a message has been delivered, from 1. */
  readonly delivery: number;
}

export interface Endpoint {
  readonly name: string;
  /** @returns what is answered as JSON, with status 200 */
  handle(site: Site, call: Call, log: Log): Promise<object>;
}

/** Checks the caller, does the work, and answers by the kind of failure, which is logged once. */
export function serve(endpoint: Endpoint, open: () => Promise<Site>, print?: Print): HttpFunction {
  return async (request, response) => {
    const trace = request.header('traceparent') ?? request.header('x-cloud-trace-context');
    let log = Log.of('', endpoint.name, trace, print);
    try {
      const site = await open();
      log = Log.of(site.project, endpoint.name, trace, print);
      await site.callers.check(request.headers);
      const answer = await endpoint.handle(site, callOf(request), log);
      reply(response, 200, answer);
    } catch (error) {
      fail(response, log, error, deliveryOf(request.body));
    }
  };
}

function fail(response: Response, log: Log, error: unknown, delivery: number): void {
  const { status, isDefect, message } = failureOf(error);
  if (isDefect && delivery === 1) log.defect(message, error);
  else log.write('WARNING', message, { status });
  reply(response, status, { error: message });
}

/** The framework answers by itself, with 500, when something breaks beside the handler; a request has one answer. */
function reply(response: Response, status: number, answer: object): void {
  if (!response.headersSent) response.status(status).json(answer);
}

const callOf = (request: Request): Call => ({ body: request.body, delivery: deliveryOf(request.body) });

function deliveryOf(body: unknown): number {
  const attempt = (body as { deliveryAttempt?: unknown } | null | undefined)?.deliveryAttempt;
  return typeof attempt === 'number' ? attempt : 1;
}
