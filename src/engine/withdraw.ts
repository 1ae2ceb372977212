import { timestampText } from '../core/dates';
import { bindTo } from '../core/statement';
import { type Delivery, deliveriesOf } from '../ingest/deliveries';
import type { Context } from '../ports/context';
import { runId } from './begin-run';

export interface WithdrawRequest {
  /** An object, with all its deliveries so far, or the id of one delivery in `ops.ledger`. */
  readonly file: string;
  /** Brings back what is withdrawn. */
  readonly undo: boolean;
  readonly reason: string;
  readonly who: string;
}

export interface Withdrawal {
  /** Deliveries that are withdrawn now, or brought back. */
  readonly changed: number;
  /** All deliveries of the object as they are now. */
  readonly deliveries: readonly Delivery[];
}

/** There is nothing to withdraw, or to bring back, under that name. */
export class WithdrawRefused extends Error {
  override readonly name = 'WithdrawRefused';
}

/**
 * Takes what was delivered out of what counts, or brings it back. Rows stay in bronze; the dates that they touch are
 * due. Repeating it changes nothing.
 * @param id letters, digits, `_` and `-`: under one id it is done once, whatever has been delivered since
 * @throws {WithdrawRefused} nothing is changed
 */
export async function withdraw(
  context: Context,
  request: WithdrawRequest,
  id = runId(context),
): Promise<Withdrawal> {
  const { file, undo, reason, who } = request;
  const wanted = await wantedDeliveries(context, file);
  const changed = wanted.filter(({ state }) => (state === 'withdrawn') === undo);
  const values = {
    file_ids: wanted.map((delivery) => delivery.id),
    withdrawn: !undo,
    reason,
    who,
    now: timestampText(context.clock.now()),
  };
  // Also where nothing is to be changed: under this id it is done, and what comes later is not meant.
  await context.warehouse.execute(`withdraw_${id}`, [bindTo(context.manifest.ops.withdraw, values)]);
  return { changed: changed.length, deliveries: await deliveriesNamed(context, file) };
}

/** All deliveries of the object that is named, itself or by the id of one of them. */
async function deliveriesNamed(context: Context, file: string): Promise<Delivery[]> {
  const named = bindTo(context.manifest.ops.deliveredObjects, { object: file, file_id: file });
  const { rows } = await context.warehouse.query(named);
  const found = await Promise.all(
    rows.map(({ source, object }) =>
      deliveriesOf(context, { source: String(source), object: String(object) }),
    ),
  );
  return found.flat();
}

/** One delivery by its id, all of an object by its name. */
async function wantedDeliveries(context: Context, file: string): Promise<Delivery[]> {
  const found = (await deliveriesNamed(context, file)).filter(({ id, object }) =>
    [id, object].includes(file),
  );
  const loaded = found.filter(({ state }) => state !== 'refused');
  if (loaded.length > 0) return loaded;
  throw new WithdrawRefused(
    found.length > 0
      ? `${file} was refused: nothing of it is in bronze, so there is nothing to withdraw.`
      : `No file ${file} has been brought in. Name it as it is called below the landing folder, such as orders/2026-10-05.csv, or by its id in ops.ledger.`,
  );
}
