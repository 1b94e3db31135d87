export { type LambdaMatchers, lambdaMatchers } from './lambda-matchers';
export type { MatcherResult } from './matcher';
export { type ConstructTestOptions, setUpConstructTests } from './set-up';
export { snapshotSerializer } from './snapshot-serializer';
export type { GrantExpectation } from './to-grant';
export type { TrafficShare } from './to-route-traffic';
export { withBundling } from './with-bundling';
