import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { executeTask } from '../../functions/execute-task/execute-task';
import { finishRun } from '../../functions/finish-run/finish-run';
import { planRun } from '../../functions/plan-run/plan-run';
import type { Endpoint } from '../../functions/serve';
import type { Site } from '../../functions/site';
import { call } from '../functions/support/call';
import type { ForwardClock } from '../functions/support/clock';
import type { Json } from './expression';
import { Interpreter, Raised } from './interpreter';

const DEFINITION = parse(readFileSync(join(__dirname, '../../stacks/workflow/run.yaml'), 'utf8'));

const ENDPOINTS: Readonly<Record<string, Endpoint>> = { planRun, executeTask, finishRun };
const ENVIRONMENT = {
  PLAN_RUN_URL: 'planRun',
  EXECUTE_TASK_URL: 'executeTask',
  FINISH_RUN_URL: 'finishRun',
};

/** What happens to a request on its way: `pass` makes the call. */
export type Way = (url: string, pass: () => Promise<Json>, times: number) => Promise<Json>;

export interface Driven {
  /** What the execution returned, or what it failed with. */
  readonly result?: Json;
  readonly failure?: Json;
  /** Requests in order, by function. */
  readonly requests: readonly string[];
  readonly slept: number;
}

export const timeout = (): Raised => new Raised({ tags: ['TimeoutError'], message: 'timed out' });
export const httpError = (code: number, body: Json = 'Internal Server Error'): Raised =>
  new Raised({ tags: ['HttpError'], code, body, message: `HTTP server responded with error code ${code}` });

/** One execution of our workflow, calling the handlers of the functions; sleeping puts their clock forward. */
export function drive(
  site: Site & { readonly clock: ForwardClock },
  input: Json,
  execution: string,
  way: Way = (_url, pass) => pass(),
): Promise<Driven> {
  const sleep = async (seconds: number): Promise<void> => site.clock.forward(seconds * 1000);
  return execute(input, execution, (url, body) => answered(site, url, body), sleep, way);
}

/** One execution of our workflow over whatever answers requests. */
export async function execute(
  input: Json,
  execution: string,
  answer: (url: string, body: Json) => Promise<Json>,
  sleep: (seconds: number) => Promise<void>,
  way: Way = (_url, pass) => pass(),
): Promise<Driven> {
  const requests: string[] = [];
  let slept = 0;
  const post = async (url: string, body: Json): Promise<Json> => {
    requests.push(url);
    const times = requests.filter((other) => other === url).length;
    return way(url, () => answer(url, body), times);
  };
  const counted = async (seconds: number): Promise<void> => {
    slept += seconds;
    await sleep(seconds);
  };
  const environment = { ...ENVIRONMENT, GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID: execution };
  const interpreter = new Interpreter(DEFINITION, { environment, post, sleep: counted });
  try {
    return { result: await interpreter.execute(input), requests, slept };
  } catch (error) {
    if (error instanceof Raised) return { failure: error.value, requests, slept };
    throw error;
  }
}

async function answered(site: Site, url: string, body: Json): Promise<Json> {
  const endpoint = ENDPOINTS[url];
  if (!endpoint) throw new Error(`There is no function at ${url}.`);
  // What goes over the wire is JSON.
  const answer = await call(endpoint, site, JSON.parse(JSON.stringify(body)));
  if (answer.status !== 200) throw httpError(answer.status, answer.body);
  return { code: answer.status, body: answer.body };
}
