import type { EventSourceFacts } from '../event-source';
import type { Limit, TextLimit } from '../limit';

const ALB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest';
const LATTICE = 'https://docs.aws.amazon.com/vpc-lattice/latest';

export const ALB_FACTS: EventSourceFacts = {
  title: 'Application Load Balancer',
  construct: 'AlbEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The client gets 502, also when the function is throttled or answers in another form.',
  ordering: 'None.',
  limits: 'Requests and answers of 1 MB; one function a target group.',
  qualifiers: 'alias or version',
  rules: ['ALB-01', 'ALB-02', 'ALB-03', 'ALB-06', 'ALB-07'],
  source: `${ALB}/application/lambda-functions.html`,
};

export const LATTICE_FACTS: EventSourceFacts = {
  title: 'VPC Lattice',
  construct: 'LatticeEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The client gets an error.',
  ordering: 'None.',
  limits: 'Requests and answers of 6 MB; one function a target group.',
  qualifiers: 'alias or version',
  rules: ['LAT-01', 'LAT-02', 'LAT-03'],
  source: `${LATTICE}/ug/lambda-functions.html`,
};

/** The order of the rules of a load balancer's listener. */
export const ALB_RULE_PRIORITY: Limit = {
  min: 1,
  max: 50_000,
  unit: 'places',
  whole: true,
  rule: 'ALB-01',
  source: `${ALB}/APIReference/API_CreateRule.html`,
};

/** The order of the rules of a Lattice listener. */
export const LATTICE_RULE_PRIORITY: Limit = {
  min: 1,
  max: 100,
  unit: 'places',
  whole: true,
  rule: 'LAT-01',
  source: `${LATTICE}/APIReference/API_CreateRule.html`,
};

const GROUP = `${ALB}/APIReference/API_CreateTargetGroup.html`;

export const TARGET_GROUP_NAME: TextLimit = {
  min: 1,
  max: 32,
  pattern: { matches: /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/, words: 'letters, digits and inner hyphens' },
  rule: 'ALB-02',
  source: GROUP,
};

/** Between two health checks of a function (ALB-07). */
export const HEALTH_CHECK_INTERVAL: Limit = { min: 5, max: 300, unit: 'seconds', whole: true, rule: 'ALB-07', source: GROUP };
/** For the answer to a health check of a function (ALB-07). */
export const HEALTH_CHECK_TIMEOUT: Limit = { ...HEALTH_CHECK_INTERVAL, min: 2, max: 120 };
/** What holds for functions where nothing is said (ALB-07). */
export const HEALTH_CHECK_DEFAULTS = { intervalSeconds: 35, timeoutSeconds: 30 } as const;
/** Checks in a row after which a target is healthy, or is not. */
export const HEALTH_CHECK_COUNT: Limit = { min: 2, max: 10, unit: 'checks', whole: true, rule: 'ALB-07', source: GROUP };
/** The same in a row, where nothing is said (ALB-07). */
export const HEALTH_CHECK_COUNTS = { healthy: 5, unhealthy: 2 } as const;
