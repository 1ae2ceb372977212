import type { Compiled, GoogleSql } from '../../../src/googlesql';

/**
 * Answers a statement over the same tables from memory: projects that differ in one line share nearly all statements,
 * and the analyzer is a function of its input.
 */
export function remembering(googlesql: GoogleSql): GoogleSql {
  const known = new Map<string, Promise<Compiled>>();
  return {
    compile: (sql, options) => {
      const key = JSON.stringify([sql, options]);
      const answer = known.get(key) ?? googlesql.compile(sql, options);
      known.set(key, answer);
      return answer;
    },
    close: () => googlesql.close(),
  };
}
