import { allowanceText, refused, type SubjectChange } from '../../core/diff';
import type { DiffReport } from './report';
import { basisText, detailText, dueText, headline, migrationText, wholeText } from './words';

/** For a terminal. */
export function diffText(report: DiffReport): string {
  if (report.changes.length === 0) return `Nothing changed against ${report.against}.`;
  const sections = [
    `Against ${report.against}: ${headline(report)}.`,
    report.changes.map(changeText).join('\n'),
    ...section(
      'Refused: these break readers or destroy rows, and no new migration allows them',
      refusedLines(report),
    ),
    ...section('Allowed by a migration', allowedLines(report)),
    ...section('New migrations that allow nothing that changes', report.idleMigrations),
    ...section(`Becomes due (${basisText(report.due)})`, dueLines(report)),
    ...section('Downstream', downstreamLines(report)),
  ];
  return sections.join('\n\n');
}

function changeText(change: SubjectChange): string {
  const whole = change.change === 'changed' ? '' : wholeText(change);
  const first = `${change.change.padEnd(7)}  ${change.kind} ${change.name}${whole && `: ${whole}`}`;
  if (change.change !== 'changed') return first;
  return [first, ...change.details.map((detail) => `         ${detailText(detail)}`)].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];

function refusedLines(report: DiffReport): string[] {
  const found = refused(report);
  if (found.length === 0) return [];
  return [
    ...found.map(({ allowance }) => allowanceText(allowance)),
    'To let them through, add migrations/NNNN-what-it-does.yaml with the next number:',
    ...migrationText(found).map((line) => `  ${line}`),
  ];
}

const allowedLines = ({ breaking }: DiffReport): string[] =>
  breaking.flatMap(({ allowance, migration }) =>
    migration ? [`${allowanceText(allowance)} by ${migration}`] : [],
  );

function dueLines({ due }: DiffReport): string[] {
  const width = Math.max(0, ...due.models.map(({ model }) => model.length));
  return due.models.map((entry) => `${entry.model.padEnd(width)}  ${dueText(entry)}`);
}

const downstreamLines = ({ impacts }: DiffReport): string[] =>
  impacts
    .filter(({ models }) => models.length > 0)
    .flatMap(({ table, models, kpis, columns }) => [
      `${table} → ${models.map((model) => (kpis.includes(model) ? `${model} (KPI)` : model)).join(', ')}`,
      ...(columns.length > 0 ? [`  made of its changed columns: ${columns.join(', ')}`] : []),
    ]);
