import { notCounting } from '../../src/compile/sql/counting';
import { deliveries } from '../../src/compile/sql/ops';

describe('the files that do not count', () => {
  test('are found by scans of the ledger that name their sources, by which it is clustered', () => {
    const scans = notCounting(['orders', "it's"]).split('`ops.ledger`').slice(1);
    expect(scans).toHaveLength(2);
    const sql = scans.join('');
    expect(sql.match(/source IN \('orders', 'it\\'s'\)/g)).toHaveLength(scans.length);
  });

  test('are found for one object by scans that name its source and the object, however much came before', () => {
    const { sql } = deliveries(['orders']);
    const scans = sql.split('`ops.ledger`').length - 1;
    for (const column of ['source', 'object'])
      expect(sql.match(new RegExp(`[.]${column} = @${column}`, 'g'))).toHaveLength(scans);
  });
});
