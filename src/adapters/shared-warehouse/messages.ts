import type { BoundStatement, Row } from '../../core/types';
import {
  type LoadRequest,
  type QueryResult,
  type Structure,
  type Warehouse,
  WarehouseError,
  type WarehouseErrorKind,
} from '../../ports/warehouse';

/** What a guest asks of the holder: a verb of the port with its arguments. */
export type Call =
  | { readonly verb: 'query' | 'estimate'; readonly bound: BoundStatement }
  | { readonly verb: 'execute'; readonly job: string; readonly statements: readonly BoundStatement[] }
  | { readonly verb: 'load'; readonly job: string; readonly request: LoadRequest }
  | { readonly verb: 'prepare'; readonly structure: Structure }
  | { readonly verb: 'discard'; readonly tasks: readonly string[] }
  | { readonly verb: 'cancel'; readonly job: string }
  /** Gives up on an earlier call of the same guest. */
  | { readonly verb: 'abandon'; readonly call: number };

export type Request = Call & { readonly id: number };

/** What the holder says: a greeting first, signs of life, and for each call its rows, then its end. */
export type Reply =
  | { readonly hello: number }
  | { readonly alive: true }
  | { readonly id: number; readonly rows: readonly Row[] }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: Failure }
  /** The holder has let go of the warehouse: what it has not answered by now, it has not begun. */
  | { readonly bye: true };

interface Failure {
  /** `null`: not an error of the port, but a defect. */
  readonly kind: WarehouseErrorKind | null;
  readonly message: string;
}

export const failureOf = (error: unknown): Failure => ({
  kind: error instanceof WarehouseError ? error.kind : null,
  message: error instanceof Error ? error.message : String(error),
});

export const errorOf = ({ kind, message }: Failure): Error =>
  kind === null ? new Error(message) : new WarehouseError(kind, message);

/** The id of the job that a call runs, if it runs one. */
export const jobOf = (call: Call): string | undefined =>
  call.verb === 'execute' || call.verb === 'load' ? call.job : undefined;

/** Does what a call asks. Rows of queries are given to `send` in parts, so that no message gets too long. */
export async function answer(
  warehouse: Warehouse,
  call: Call,
  signal: AbortSignal,
  send: (rows: readonly Row[]) => Promise<void>,
): Promise<unknown> {
  switch (call.verb) {
    case 'query':
      return inParts(await warehouse.query(call.bound, { signal }), send);
    case 'estimate':
      return warehouse.estimate(call.bound);
    case 'execute':
      return warehouse.execute(call.job, call.statements);
    case 'load':
      return warehouse.load(call.job, call.request);
    case 'prepare':
      return warehouse.prepare(call.structure);
    case 'discard':
      return warehouse.discard(call.tasks);
    case 'cancel':
      return warehouse.cancel(call.job);
    default:
      throw new WarehouseError('invalid', `The holder of the warehouse knows no "${call.verb}".`);
  }
}

const ROWS_OF_A_PART = 1000;

async function inParts(
  { columns, rows }: QueryResult,
  send: (rows: readonly Row[]) => Promise<void>,
): Promise<Pick<QueryResult, 'columns'>> {
  for (let first = 0; first < rows.length; first += ROWS_OF_A_PART)
    await send(rows.slice(first, first + ROWS_OF_A_PART));
  return { columns };
}
