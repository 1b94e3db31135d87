import type { Limit } from './limit';

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const QUOTAS = `${GUIDE}/cloudfront-limits.html`;

/** Where functions of Lambda@Edge, and what Lambda@Edge cannot do, stand in the documentation of AWS. */
export const EDGE_RESTRICTIONS = `${GUIDE}/lambda-at-edge-function-restrictions.html`;

/** What holds for Lambda@Edge and CloudFront Functions alike (EDGE-05). */
export const EDGE_RESTRICTIONS_OF_ALL = `${GUIDE}/edge-function-restrictions-all.html`;

/** The Region that a function is copied from to the edge (EDGE-01). */
export const EDGE_REGION = 'us-east-1';

/** Regions of other partitions than that of `EDGE_REGION`: nothing there can be associated with a function of it (EDGE-01). */
export const OTHER_PARTITION = /^(cn|us-gov|us-iso[a-z]?|eu-iso[a-z]?|eusc)-/;

/** Who takes the role of a function at the edge, besides Lambda (EDGE-01). */
export const EDGE_SERVICE = 'edgelambda.amazonaws.com';

/** Lambda makes the log group at the edge, in each Region where the function runs (EDGE-09, IAM-01). */
export const EDGE_LOG_ACTIONS: readonly string[] = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** What Lambda@Edge puts before the name of a function in the name of its log group, in every Region (EDGE-09). */
export const EDGE_LOG_GROUP_PREFIX = `/aws/lambda/${EDGE_REGION}.`;

/** How long a function at the edge may take, for viewers and for origins. */
export const EDGE_TIMEOUT: Limit = { min: 1, max: 30, unit: 'seconds', whole: true, rule: 'EDGE-04', source: QUOTAS };

/** Megabytes of `/tmp` at the edge, the least that Lambda gives (EDGE-02). */
export const EDGE_STORAGE = 512;

/** The one architecture (EDGE-02). */
export const EDGE_ARCHITECTURE = 'x86_64';

/** The archive of a function at the edge, 50 MiB. */
export const EDGE_ARCHIVE: Limit = { min: 0, max: 52_428_800, unit: 'bytes', whole: true, rule: 'EDGE-04', source: QUOTAS };

/** Memory of a function that CloudFront calls for viewers, which is also the least that Lambda gives. */
export const EDGE_VIEWER_MEMORY: Limit = { min: 128, max: 128, unit: 'MB', whole: true, rule: 'EDGE-04', source: QUOTAS };

/** When CloudFront calls a function. */
interface EdgeEvent {
  readonly name: string;
  /** Between the viewer and the cache, where there is less memory; otherwise between the cache and the origin. */
  readonly isViewer: boolean;
  /** Only then there is a body to include. */
  readonly isRequest: boolean;
}

/** EDGE-04, EDGE-05. */
export const EDGE_EVENTS: readonly EdgeEvent[] = [
  { name: 'viewer-request', isViewer: true, isRequest: true },
  { name: 'origin-request', isViewer: false, isRequest: true },
  { name: 'origin-response', isViewer: false, isRequest: false },
  { name: 'viewer-response', isViewer: true, isRequest: false },
];
