import { EDGE_RESTRICTIONS } from '../edge-limits';
import type { EventSourceFacts } from '../event-source';

export const CLOUDFRONT_FACTS: EventSourceFacts = {
  title: 'CloudFront (Lambda@Edge)',
  construct: 'CloudFrontEventSource',
  invocation: 'synchronous',
  authorization: 'role of the function',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The viewer gets 502, and 503 when the function is throttled or takes too long.',
  ordering: 'None.',
  limits:
    'Runs for 30 s, archives of 50 MB; for viewers 128 MB of memory and answers of 40 KB, for origins answers of 1 MB; no environment variables, VPC or layers.',
  qualifiers: 'version',
  rules: ['EDG-01', 'EDG-02', 'EDG-03', 'EDG-04', 'EDG-06'],
  source: EDGE_RESTRICTIONS,
  remark: '`EdgeFunction` makes such functions from stacks of every Region.',
};
