import { allowanceText, refused, type SubjectChange } from '../../core/diff';
import type { DiffReport } from './report';
import { basisText, detailText, duePartitions, dueText, headline, migrationText, wholeText } from './words';

/** One comment for a pull request. */
export function diffMarkdown(report: DiffReport): string {
  const found = refused(report);
  const verdict = found.length > 0 ? ` **${found.length} refused.**` : '';
  const sections = [
    `### Écluse: ${escaped(headline(report))}.${verdict}`,
    `Against ${code(report.against)}.`,
    ...refusedSection(report),
    ...allowedSection(report),
    ...changesSection(report),
    ...dueSection(report),
    ...downstreamSection(report),
  ];
  return sections.join('\n\n');
}

/** Text of a user in Markdown says what it says, in a table, too. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

function refusedSection(report: DiffReport): string[] {
  const found = refused(report);
  if (found.length === 0) return [];
  return [
    'These changes break readers or destroy rows, and no new migration allows them:',
    bullets(found.map(({ allowance }) => code(allowanceText(allowance)))),
    'To let them through, add `migrations/NNNN-what-it-does.yaml` with the next number:',
    ['```yaml', ...migrationText(found), '```'].join('\n'),
  ];
}

function allowedSection({ breaking, idleMigrations }: DiffReport): string[] {
  const allowed = breaking.flatMap(({ allowance, migration }) =>
    migration ? [`${code(allowanceText(allowance))} is allowed by ${code(migration)}`] : [],
  );
  const idle = idleMigrations.map((file) => `${code(file)} allows nothing that changes here`);
  return allowed.length + idle.length > 0 ? [bullets([...allowed, ...idle])] : [];
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function changesSection({ changes }: DiffReport): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(
    (change) => `| ${change.change} | ${change.kind} ${code(change.name)} | ${cell(change)} |`,
  );
  return [['| change | what | details |', '|---|---|---|', ...rows].join('\n')];
}

function cell(change: SubjectChange): string {
  if (change.change !== 'changed') return escaped(wholeText(change));
  return change.details.map((detail) => escaped(detailText(detail))).join('<br>');
}

function dueSection({ due }: DiffReport): string[] {
  if (due.models.length === 0) return ['No partition becomes due.'];
  const rows = due.models.map((entry) => `| ${code(entry.model)} | ${dueText(entry)} |`);
  const total = due.basis === 'unknown' ? '' : `, ${duePartitions(due)} partitions in all`;
  return [
    `Becomes due (${basisText(due)}${total}):`,
    ['| model | partitions |', '|---|---|', ...rows].join('\n'),
  ];
}

function downstreamSection({ impacts }: DiffReport): string[] {
  const rows = impacts
    .filter(({ models }) => models.length > 0)
    .map(({ table, models, kpis, columns }) => {
      const readers = models.map((model) => `${code(model)}${kpis.includes(model) ? ' (KPI)' : ''}`);
      return `| ${code(table)} | ${readers.join(', ')} | ${columns.map(code).join(', ')} |`;
    });
  if (rows.length === 0) return [];
  return [
    'Downstream:',
    ['| changed | read by | columns made of its changed ones |', '|---|---|---|', ...rows].join('\n'),
  ];
}
