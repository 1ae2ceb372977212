/** What Cloud Logging knows of a line that a function has written. */
const RESOURCE: Readonly<Record<string, string>> = {
  'resource.type': 'cloud_run_revision',
  'resource.labels.service_name': 'ecluse-finish-run',
};

const COMPARISON = /([\w.]+)(=~|=)(?:"([^"]*)"|\(([^)]*)\))/g;

/**
 * Whether a filter of Cloud Logging selects a line: comparisons, all of which hold, `field="a"`, `field=~"regex"`,
 * `field=("a" OR "b")`. What is of another form is a defect of the filter.
 */
export function matches(filter: string, payload: object): boolean {
  const rest = filter.replace(COMPARISON, '').trim();
  if (rest !== '') throw new Error(`The filter has a part of an unknown form: ${rest}`);
  return [...filter.matchAll(COMPARISON)].every(([, field = '', operator, text, choice]) => {
    const value = textOf(field, payload);
    if (choice !== undefined) return alternatives(choice).includes(value);
    return operator === '=' ? value === text : new RegExp(text ?? '').test(value);
  });
}

const alternatives = (choice: string): string[] =>
  choice.split(' OR ').map((text) => /^"([^"]*)"$/.exec(text)?.[1] ?? text);

function textOf(field: string, payload: object): string {
  const [, name] = /^jsonPayload\.(\w+)$/.exec(field) ?? [];
  if (name === undefined) return RESOURCE[field] ?? '';
  return String((payload as Record<string, unknown>)[name] ?? '');
}
