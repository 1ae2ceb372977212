import { join } from 'node:path';
import { proveProject } from './prove/project';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'online-retail');

test("every statement of a compiled project, users' and the engine's, gives the rows of the reference", async () => {
  const { lines, idle, statements } = await proveProject(EXAMPLE, [{ seed: 2, edges: 0.02, nulls: 0.1 }]);
  expect(lines.length).toBeGreaterThanOrEqual(statements);
  expect(lines.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  expect(idle.length).toBeLessThan(statements / 10);
}, 120_000);
