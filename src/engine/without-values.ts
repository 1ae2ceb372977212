import { WarehouseError } from '../ports/warehouse';

const LONGEST = 200;

/**
 * What an error says, without what a row may have put into it: a warehouse quotes the value that it could not
 * convert. Journals, logs and alerts carry this form; the whole message stays with the job in the warehouse.
 */
export function withoutValues(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof WarehouseError && error.kind !== 'invalid') return message;
  const beforeValues = /^(?:[A-Za-z]+ (?:error|Error): )?[^:'"`\d\n]*/.exec(message)?.[0].trim() ?? '';
  const said = beforeValues.slice(0, LONGEST);
  return said.length === message.length ? said : `${said} … (the rest may hold values; see the job)`;
}
