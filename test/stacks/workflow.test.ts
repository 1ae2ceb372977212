import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runWorkflow } from '../../stacks/workflow';
import { checkWorkflow } from '../../stacks/workflow/check';
import { ofType } from './resources';

const FILE = join(__dirname, '../../stacks/workflow/run.yaml');
const text = readFileSync(FILE, 'utf8');

test('the workflow is one that Cloud Workflows understands', () => {
  expect(checkWorkflow(parse(text))).toEqual([]);
});

test('is the same for every project, and arrives with its expressions as they were written', () => {
  const workflows = ofType('google_workflows_workflow');
  expect(workflows).toHaveLength(3);
  for (const { value } of workflows)
    expect(String(value.source_contents).replaceAll('$$', '$')).toBe(runWorkflow());
});

test('every command in the documentation that runs it says in which project and where', () => {
  const docs = join(__dirname, '../../docs');
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const commands = pages.flatMap(
    (page) => readFileSync(join(docs, page), 'utf8').match(/gcloud workflows (?:run|execute) [^`\n]*/g) ?? [],
  );
  expect(commands.length).toBeGreaterThan(1);
  const whole = /^gcloud workflows run ecluse-run --project=PROJECT --location=REGION --data='\{.*\}'$/;
  expect(commands.filter((command) => !whole.test(command))).toEqual([]);
});

/** An expression of the workflow. */
const ex = (code: string): string => `$\{${code}}`;

const main = (...steps: object[]): object => ({ main: { steps } });

describe('the checker', () => {
  test.each<[string, unknown, string]>([
    ['a definition without main', { other: { steps: [{ a: { return: 1 } }] } }, 'main is missing'],
    [
      'an unknown key of a subworkflow',
      { main: { step: [] } },
      'main.step is unknown; expected params or steps',
    ],
    ['a step that does nothing', main({ a: { result: 'x' } }), 'main.a: expected one of assign'],
    [
      'a step that does two things',
      main({ a: { assign: [{ x: 1 }], return: 1 } }),
      'main.a: expected one of assign',
    ],
    [
      'two steps of one name',
      main({ a: { return: 1 } }, { a: { return: 2 } }),
      'main.a: two steps have this name',
    ],
    ['a jump to nowhere', main({ a: { assign: [{ x: 1 }], next: 'b' } }), 'main.a.next: there is no step b'],
    [
      'a call of nothing',
      main({ a: { call: 'http.pots', args: {} } }),
      'main.a.call: nothing is called http.pots',
    ],
    ['a missing argument', main({ a: { call: 'http.post', args: {} } }), 'main.a.args: http.post needs url'],
    [
      'an unknown argument',
      main({ a: { call: 'sys.sleep', args: { seconds: 1, minutes: 2 } } }),
      'takes no minutes',
    ],
    ['a variable without a value', main({ a: { return: ex('plan.run') } }), 'plan has no value here'],
    [
      'a variable that only a loop knows',
      main(
        { a: { for: { value: 'x', in: ex('[1]'), steps: [{ b: { assign: [{ y: ex('x') }] } }] } } },
        { c: { return: ex('y') } },
      ),
      'y has no value here',
    ],
    [
      'an expression that does not end',
      main({ a: { return: ex('1 + 2').slice(0, -1) } }),
      'an expression is not closed',
    ],
    ['brackets that do not match', main({ a: { return: ex('len([1)') } }), 'brackets or quotes do not match'],
    [
      'a loop over nothing',
      main({ a: { for: { value: 'x', steps: [{ b: { return: 1 } }] } } }),
      'expected either in or range',
    ],
    [
      'a branch without a condition',
      main({ a: { switch: [{ return: 1 }] } }),
      'main.a.switch[0]: expected a condition',
    ],
  ])('finds %s', (_, definition, problem) => {
    expect(checkWorkflow(definition).join('\n')).toContain(problem);
  });

  test('lets a subworkflow be called with its parameters', () => {
    const ask = { params: ['url'], steps: [{ a: { return: ex('url') } }] };
    const calls = main({ a: { call: 'ask', args: { url: 'x' }, result: 'y' } }, { b: { return: ex('y') } });
    expect(checkWorkflow({ ...calls, ask })).toEqual([]);
    expect(checkWorkflow({ ...main({ a: { call: 'ask', args: {} } }), ask })).toEqual([
      'main.a.args: ask needs url',
    ]);
  });
});
