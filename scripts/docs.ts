/** Writes the pages of docs/ that are made from tables in the sources, and the schemas of AWS services for the executor. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDINGS } from '../src/assembly/finding-codes';
import { CONSTRUCT_ERRORS } from '../src/constructs/construct-error';
import { CONSTRUCT_WARNINGS, WARNING_ID } from '../src/constructs/construct-warning';
import { ERRORS } from '../src/local/errors';
import { RULES } from '../src/rules/catalogue';
import { CONSTRUCT_DEFAULTS } from '../src/spec/construct-defaults';
import { EVENT_SOURCES } from '../src/spec/event-sources/catalogue';
import { FIDELITY } from '../src/spec/fidelity';
import { writeAwsSchemas } from './aws-schemas';
import { ROOT } from './command';
import { defaultsPage, errorsPage, eventSourcesPage, fidelityPage, rulesPage } from './doc-pages';

const TABLES = [
  { title: 'Errors of the constructs', codes: CONSTRUCT_ERRORS },
  { title: 'Warnings of the constructs', codes: CONSTRUCT_WARNINGS, acknowledgedBy: WARNING_ID },
  { title: 'Errors of the executor and its command', codes: ERRORS },
  { title: 'Findings in a cloud assembly', codes: FINDINGS },
];

writeFileSync(join(ROOT, 'docs/defaults.md'), defaultsPage(CONSTRUCT_DEFAULTS));
writeFileSync(join(ROOT, 'docs/errors.md'), errorsPage(TABLES));
writeFileSync(join(ROOT, 'docs/fidelity.md'), fidelityPage(FIDELITY));
writeFileSync(join(ROOT, 'docs/rules.md'), rulesPage(RULES));
writeFileSync(join(ROOT, 'docs/event-sources.md'), eventSourcesPage(EVENT_SOURCES));
writeAwsSchemas();
