import { type Change, type Release, readable } from './changes';
import type { ProjectDiff } from './project-diff';

export interface PlannedStack {
  /** E.g. `dev-warehouse`. */
  readonly stack: string;
  readonly release: Release;
}

export interface PlannedEnvironment {
  readonly name: string;
  /** `ecluse diff` against the active manifest. */
  readonly diff: ProjectDiff;
  readonly stacks: readonly PlannedStack[];
  /** Why there is no plan, or not all of it. */
  readonly problem?: string;
}

const SIGNS: Readonly<Record<Change['effect'], string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
};

/** One comment for a pull request: what it does to data and to structure, environment by environment. */
export const summaryOf = (environments: readonly PlannedEnvironment[]): string =>
  [
    '## What this change does',
    overview(environments),
    ...environments.map(sectionOf),
    `Legend: ${Object.entries(SIGNS)
      .map(([effect, sign]) => `\`${sign}\` ${effect}`)
      .join(', ')}. What leaves tables, views or functions stays until a release contracts.`,
  ].join('\n\n');

/** Whether it may be merged: everything could be planned, and nothing would lose data. */
export const isAcceptable = (environments: readonly PlannedEnvironment[]): boolean =>
  environments.every(
    ({ problem, diff, stacks }) =>
      !problem && !diff.refused && stacks.every(({ release }) => release.refused.length === 0),
  );

function overview(environments: readonly PlannedEnvironment[]): string {
  const lines = environments.map(({ name, stacks, problem }) => {
    const all = stacks.flatMap(({ release }) => release.now);
    const counts = Object.keys(SIGNS).map(
      (effect) => all.filter((change) => change.effect === effect).length,
    );
    const sum = (of: (release: Release) => readonly Change[]): number =>
      stacks.reduce((total, { release }) => total + of(release).length, 0);
    const cells = [...counts, sum(({ later }) => later), sum(({ refused }) => refused)];
    return `| ${name}${problem ? ' (incomplete)' : ''} | ${cells.join(' | ')} |`;
  });
  return [
    '| environment | create | update | replace | delete | later | refused |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function sectionOf({ name, diff, stacks, problem }: PlannedEnvironment): string {
  const refused = stacks.flatMap(({ release }) => release.refused);
  const changed = stacks.filter(({ release }) => release.now.length + release.later.length > 0);
  return [
    `### ${name}`,
    ...(problem ? [`**Could not be planned.**\n\n${fenced(problem)}`] : []),
    ...(refused.length > 0
      ? [`**Refused: what these hold would be lost.**\n\n${refused.map(lineOf).join('\n')}`]
      : []),
    diff.markdown.trim(),
    ...changed.map(detailsOf),
    ...(changed.length + refused.length === 0 && !problem ? ['No change of the structure.'] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function detailsOf({ stack, release: { now, later } }: PlannedStack): string {
  const lines = [...now.map(lineOf), ...later.map((change) => `${lineOf(change)} (later)`)];
  return `<details><summary>${stack}: ${now.length} changes${later.length > 0 ? `, ${later.length} later` : ''}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

const lineOf = ({ effect, address }: Change): string => `- \`${SIGNS[effect]}\` \`${readable(address)}\``;

/** A fence that the text cannot close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.trim()}\n${fence}`;
}
