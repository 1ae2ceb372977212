import type { Refusal } from '../support/refusals';

export const PIPELINES: readonly Refusal[] = [
  {
    code: 'pipeline',
    title: 'a model in no pipeline',
    changes: [{ edit: 'ecluse.yaml', from: '["silver.*", "gold.*"]', to: '["silver.*", "gold.daily"]' }],
    says: [
      'ecluse.yaml:4:1: no pipeline selects gold.kpi_revenue.',
      'Let exactly one pipeline select each model.',
    ],
  },
  {
    code: 'pipeline',
    title: 'a model in two pipelines',
    changes: [{ edit: 'ecluse.yaml', from: 'vars:', to: '  kpis: { select: ["gold.kpi_*"] }\nvars:' }],
    says: [
      'ecluse.yaml:8:3: gold.kpi_revenue is selected by nightly and kpis.',
      'Let exactly one pipeline select each model.',
    ],
  },
  {
    code: 'selector',
    title: 'a pipeline that selects a model that is not there',
    changes: [{ edit: 'ecluse.yaml', from: '"gold.*"]', to: '"gold.*", gold.dayly]' }],
    says: [
      'ecluse.yaml:6:36: pipeline nightly selects gold.dayly, which is no model.',
      'Did you mean gold.daily?',
    ],
  },
  {
    code: 'trigger',
    title: 'a pipeline after one that is not there',
    changes: [{ edit: 'ecluse.yaml', from: '{ cron: "0 3 * * *" }', to: '{ after: nigthly }' }],
    says: [
      'ecluse.yaml:7:16: pipeline nightly starts after the pipeline nigthly, which does not exist.',
      'Did you mean nightly?',
    ],
  },
  {
    code: 'trigger',
    title: 'a pipeline on files of a source that is not there',
    changes: [{ edit: 'ecluse.yaml', from: '{ cron: "0 3 * * *" }', to: '{ on_file: sale }' }],
    says: [
      'ecluse.yaml:7:16: pipeline nightly starts on files of sale, which does not exist.',
      'Did you mean sales?',
    ],
  },
  {
    code: 'trigger',
    title: 'pipelines that wait for each other',
    changes: [
      { edit: 'ecluse.yaml', from: '"gold.*"]', to: ']' },
      { edit: 'ecluse.yaml', from: '{ cron: "0 3 * * *" }', to: '{ after: kpis }' },
      {
        edit: 'ecluse.yaml',
        from: 'vars:',
        to: '  kpis: { select: ["gold.*"], triggers: [{ after: nightly }] }\nvars:',
      },
    ],
    says: [
      'ecluse.yaml:8:31: the pipelines wait for each other in a circle: kpis → nightly → kpis.',
      'Let the first one start by cron or on_file.',
    ],
  },
];
