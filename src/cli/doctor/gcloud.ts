import type { z } from 'zod';
import type { Ended, Programs } from '../../ports/programs';
import { commandText } from '../shell';
import { type Finding, missing, unknown } from './finding';

/** What a question to Google came to. */
type Answer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'absent'; readonly reason: string }
  /** `silent`: no other question would be answered either. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly silent?: boolean };

const NO_NETWORK =
  /could not reach|network is unreachable|unable to find the server|name resolution|failed to resolve|connection (refused|reset|error)|timed out|ENETUNREACH|EAI_AGAIN/i;
const NO_RIGHT = /PERMISSION_DENIED|does not have (permission|\S+ access)|not authorized|\b403\b/i;
const NOT_SIGNED_IN =
  /do not currently have an active account|refreshing your current auth tokens|gcloud auth login/i;
const SWITCHED_OFF = /SERVICE_DISABLED|has not been used in project|is not enabled/i;
const NOT_THERE = /NOT_FOUND|not found|does not exist|\b404\b/i;

/** Questions to Google by `gcloud`. Once nobody can be reached, nothing more is asked. */
export class Gcloud {
  private silence?: string;

  constructor(private readonly programs: Programs) {}

  /**
   * Asks, and judges the answer.
   * @param args without `gcloud` and `--format`
   * @param schema what of the answer is looked at
   * @param judge makes the finding of an answer
   * @param remedy what to do where the thing is not there
   */
  async finding<T>(
    check: string,
    args: readonly string[],
    schema: z.ZodType<T>,
    judge: (value: T) => Finding,
    remedy: string,
  ): Promise<Finding> {
    const answer = await this.ask(args);
    if (answer.kind === 'absent') return missing(check, answer.reason, remedy);
    if (answer.kind === 'unknown') return unknown(check, answer.reason, commandText('gcloud', args));
    const value = schema.safeParse(answer.value);
    if (value.success) return judge(value.data);
    return unknown(check, 'the answer was not understood', commandText('gcloud', args));
  }

  private async ask(args: readonly string[]): Promise<Answer> {
    if (this.silence) return { kind: 'unknown', reason: this.silence };
    const ended = await this.programs.run('gcloud', [...args, '--format=json', '--quiet']);
    const answer = answerOf(ended);
    if (answer.kind === 'unknown' && answer.silent) this.silence = answer.reason;
    return answer;
  }
}

function answerOf({ code, out, err }: Ended): Answer {
  if (code === 0) return parsed(out);
  if (code === null) return silent('gcloud is not there, or did not answer');
  if (NO_NETWORK.test(err)) return silent('offline');
  if (NOT_SIGNED_IN.test(err)) return silent('not signed in');
  if (SWITCHED_OFF.test(err))
    return { kind: 'unknown', reason: 'the service that answers is not switched on yet' };
  if (NOT_THERE.test(err)) return { kind: 'absent', reason: 'not there' };
  if (NO_RIGHT.test(err)) return { kind: 'unknown', reason: 'you may not ask, or it is not there' };
  return { kind: 'unknown', reason: err.trim().split('\n').at(-1) ?? '' };
}

const silent = (reason: string): Answer => ({ kind: 'unknown', reason, silent: true });

function parsed(out: string): Answer {
  try {
    return { kind: 'answer', value: JSON.parse(out) };
  } catch {
    return { kind: 'unknown', reason: 'the answer was not understood' };
  }
}
