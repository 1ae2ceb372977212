import { describeRefusals } from '../support/refusals';
import { CONTRACTS } from './contracts.cases';
import { FILES } from './files.cases';
import { MIGRATIONS } from './migrations.cases';
import { PIPELINES } from './pipelines.cases';
import { REFERENCES } from './references.cases';
import { RULES } from './rules.cases';
import { SERVERS } from './servers.cases';
import { YAML } from './yaml.cases';

describeRefusals({
  files: FILES,
  YAML,
  pipelines: PIPELINES,
  'reference tables': REFERENCES,
  contracts: CONTRACTS,
  'rules of contracts': RULES,
  servers: SERVERS,
  migrations: MIGRATIONS,
});
