import type { Claim } from '../claims';
import type { Session } from '../warehouse';
import { bound, failureOf } from './tools';

const COLUMNS = ['id', 'note', '_extra', '_line'];

/** A file in clean form (see `ingest/reader`) goes into a table exactly, or not at all. */
export function claimLoads(claim: Claim, get: () => Session): void {
  const load = async (job: string, table: string, csv: string, columns: readonly string[] = COLUMNS) => {
    const { store, warehouse } = get();
    await store.write('clean', `loads/${job}.csv`, csv);
    const address = store.address('clean', `loads/${job}.csv`);
    return warehouse.load(`contract_load_${job}`, { address, table: `contract_scratch.${table}`, columns });
  };
  const rows = async (table: string) =>
    get().warehouse.query(
      bound(
        `SELECT * FROM \`contract_scratch.${table}\` ORDER BY _line`,
        `SELECT * FROM "contract_scratch"."${table}" ORDER BY _line`,
      ),
    );

  claim('all columns are STRING, but _line, which is INT64', async () => {
    await load('types', 'loaded_types', '1,2026-10-01,{},2\n');
    expect((await rows('loaded_types')).columns).toEqual([
      { name: 'id', type: 'STRING' },
      { name: 'note', type: 'STRING' },
      { name: '_extra', type: 'STRING' },
      { name: '_line', type: 'INT64' },
    ]);
  });

  claim('an unquoted empty field is NULL, a quoted one the empty text', async () => {
    await load('nulls', 'loaded_nulls', ',"",,2\nNULL,"NULL",\\N,3\n');
    expect((await rows('loaded_nulls')).rows).toEqual([
      { id: null, note: '', _extra: null, _line: 2 },
      { id: 'NULL', note: 'NULL', _extra: '\\N', _line: 3 },
    ]);
  });

  claim('line feeds, quotes, blanks and any Unicode survive', async () => {
    const texts = [
      ' blanks ',
      'a\nb\r\nc',
      'a\r',
      'he said "no"',
      '"',
      ',',
      "it's",
      '#',
      '😀é',
      '\t',
      '\\',
      "\\'",
    ];
    const quoted = texts.map((text) => `"${text.replaceAll('"', '""')}"`);
    await load('texts', 'loaded_texts', quoted.map((text, i) => `${i},${text},{},${i + 2}\n`).join(''));
    expect((await rows('loaded_texts')).rows.map(({ note }) => note)).toEqual(texts);
  });

  claim('the answer counts the rows, and an empty file has none', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => `${i},"multi\nline",{},${i + 2}\n`).join('');
    expect(await load('many', 'loaded_many', many)).toMatchObject({ found: false, affected: [5000] });
    expect(await load('none', 'loaded_none', '')).toMatchObject({ found: false, affected: [0] });
    expect((await rows('loaded_none')).rows).toEqual([]);
  });

  claim('a load that succeeded is found, not run again', async () => {
    await load('once', 'loaded_once', '1,first,{},2\n');
    expect(await load('once', 'loaded_once', '2,second,{},2\n')).toMatchObject({
      found: true,
      affected: [1],
    });
    expect((await rows('loaded_once')).rows).toMatchObject([{ note: 'first' }]);
  });

  claim('the table is replaced', async () => {
    await load('replaced_1', 'loaded_replaced', '1,a,{},2\n2,b,{},3\n');
    await load('replaced_2', 'loaded_replaced', '3,2\n', ['id', '_line']);
    expect((await rows('loaded_replaced')).rows).toEqual([{ id: '3', _line: 2 }]);
  });

  claim('one unreadable line fails the load, and leaves the table as it was', async () => {
    await load('before', 'loaded_before', '1,kept,{},2\n');
    const broken = {
      missing_field: '1,a,{},2\n1,{},3\n',
      extra_field: '1,a,{},2\n1,a,{},3,4\n',
      bad_line_number: '1,a,{},2\n1,a,{},x\n',
      open_quote: '1,a,{},2\n1,"a,{},3\n',
    };
    for (const [name, csv] of Object.entries(broken)) {
      const error = await failureOf(load(name, 'loaded_before', csv));
      expect(error.kind).toBe('invalid');
      expect(error.message).toContain(`${name}.csv`);
    }
    expect((await rows('loaded_before')).rows).toMatchObject([{ note: 'kept' }]);
  });

  claim('the message of a failed load names the line and shows no other field of it', async () => {
    const csv = `1,a,{},2\n1,secret,"{""b"":1}"\n`;
    const { message } = await failureOf(load('secret', 'loaded_secret', csv));
    expect(message).toContain('line 2');
    expect(message).not.toContain('secret,');
  });

  claim('a file that is not there fails as not_found, also when its name is a pattern', async () => {
    const { store, warehouse } = get();
    await store.write('clean', 'loads/pattern-1.csv', '1,a,{},2\n');
    for (const [i, name] of ['loads/absent.csv', 'loads/pattern-?.csv', 'loads/pattern-[1].csv'].entries()) {
      const request = {
        address: store.address('clean', name),
        table: 'contract_scratch.absent',
        columns: COLUMNS,
      };
      expect((await failureOf(warehouse.load(`contract_load_absent_${i}`, request))).kind).toBe('not_found');
    }
  });

  claim('a file whose name looks like a pattern is itself', async () => {
    await load('like_1', 'loaded_like', '1,no,{},2\n');
    for (const job of ['like_?', 'like_[1]', "like_'"]) {
      const { store, warehouse } = get();
      await store.write('clean', `loads/${job}.csv`, '2,yes,{},2\n');
      const request = {
        address: store.address('clean', `loads/${job}.csv`),
        table: 'contract_scratch.loaded_like',
        columns: COLUMNS,
      };
      await warehouse.load(`contract_load_like_${job.charCodeAt(5)}`, request);
      expect((await rows('loaded_like')).rows).toMatchObject([{ note: 'yes' }]);
    }
  });

  claim('a file whose name has an asterisk is itself', async () => {
    const { store, warehouse } = get();
    await load('star_1', 'loaded_star', '1,no,{},2\n');
    await store.write('clean', 'loads/star_*.csv', '2,yes,{},2\n');
    const address = store.address('clean', 'loads/star_*.csv');
    await warehouse.load('contract_load_star', {
      address,
      table: 'contract_scratch.loaded_star',
      columns: COLUMNS,
    });
    expect((await rows('loaded_star')).rows).toMatchObject([{ note: 'yes' }]);
  });

  claim('names of columns are taken as they are', async () => {
    const names = ["it's", 'a b', 'Größe', 'select', '_line'];
    await load('names', 'loaded_names', '1,2,3,4,2\n', names);
    expect((await rows('loaded_names')).columns.map(({ name }) => name)).toEqual(names);
  });

  claim('a name of a column may have double quotes', async () => {
    const names = ['a "b"', '_line'];
    await load('quoted_names', 'loaded_quoted_names', '1,2\n', names);
    expect((await rows('loaded_quoted_names')).columns.map(({ name }) => name)).toEqual(names);
  });
}
