import type { EventSourceFacts } from '../event-source';

export const RDS_FACTS: EventSourceFacts = {
  title: 'RDS and Aurora',
  construct: 'RdsEventSource',
  invocation: 'synchronous',
  authorization: 'role of the source',
  retries: 'None; asynchronous calls are retried by Lambda, twice.',
  whenFunctionFails:
    'Aurora MySQL: the statement fails. PostgreSQL: the statement gets `function_error`, status and payload, and goes on.',
  ordering: 'As the statements run.',
  limits: 'The database needs a way to Lambda: a NAT gateway or an interface endpoint, port 443.',
  qualifiers: 'alias or version',
  rules: ['RDS-01', 'RDS-02', 'RDS-03'],
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/PostgreSQL-Lambda.html',
};

/** Engines that can invoke functions, and how they find the role (RDS-01). */
export const INVOKING_ENGINES: Readonly<Record<string, { readonly feature?: string; readonly parameter?: string }>> = {
  'aurora-postgresql': { feature: 'Lambda' },
  postgres: { feature: 'Lambda' },
  'aurora-mysql': { parameter: 'aws_default_lambda_role' },
};

/** The first PostgreSQL with the extension `aws_lambda` (RDS-01). */
export const FIRST_POSTGRES = { major: 11, minor: 9 } as const;
