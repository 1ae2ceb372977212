import { describeRefusals } from '../support/refusals';
import { CONTRACTS } from './contracts.cases';
import { FILES, PIPELINES, REFERENCES, YAML } from './files.cases';

describeRefusals('files', FILES);
describeRefusals('YAML', YAML);
describeRefusals('pipelines', PIPELINES);
describeRefusals('reference tables', REFERENCES);
describeRefusals('contracts', CONTRACTS);
