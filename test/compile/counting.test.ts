import { notCounting } from '../../src/compile/sql/counting';

describe('the files that do not count', () => {
  test('are found by scans of the ledger that name their sources, by which it is clustered', () => {
    const scans = notCounting(['orders', "it's"]).split('`ops.ledger`').slice(1);
    expect(scans).toHaveLength(2);
    const sql = scans.join('');
    expect(sql.match(/source IN \('orders', 'it\\'s'\)/g)).toHaveLength(scans.length);
  });
});
