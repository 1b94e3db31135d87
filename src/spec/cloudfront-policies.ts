/** What of a request a policy adds to what the origin sees. */
interface ManagedPolicy {
  readonly headers: ManagedSelection;
  readonly cookies: ManagedSelection;
  readonly queries: ManagedSelection;
  readonly acceptEncoding: boolean;
}

interface ManagedSelection {
  readonly takes: 'none' | 'all' | 'only' | 'except';
  readonly names: readonly string[];
}

const NONE = { takes: 'none', names: [] } as const;
const ALL = { takes: 'all', names: [] } as const;
const only = (...names: string[]) => ({ takes: 'only', names }) as const;
const ORIGIN_CONTROLS = only('host', 'origin', 'x-http-method', 'x-http-method-override', 'x-method-override');

/** Cache policies that CloudFront has by itself, by their ids (using-managed-cache-policies of the developer guide). */
export const MANAGED_CACHE_POLICIES: Readonly<Record<string, ManagedPolicy>> = {
  // CachingDisabled, CachingOptimized, CachingOptimizedForUncompressedObjects.
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { headers: NONE, cookies: NONE, queries: NONE, acceptEncoding: false },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { headers: NONE, cookies: NONE, queries: NONE, acceptEncoding: true },
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { headers: NONE, cookies: NONE, queries: NONE, acceptEncoding: false },
  // UseOriginCacheControlHeaders, the same with query strings.
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': { headers: ORIGIN_CONTROLS, cookies: ALL, queries: NONE, acceptEncoding: true },
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': { headers: ORIGIN_CONTROLS, cookies: ALL, queries: ALL, acceptEncoding: true },
};

/** Origin request policies that CloudFront has by itself (using-managed-origin-request-policies). */
export const MANAGED_ORIGIN_REQUEST_POLICIES: Readonly<Record<string, ManagedPolicy>> = {
  // AllViewer, AllViewerExceptHostHeader.
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: ALL, cookies: ALL, queries: ALL, acceptEncoding: false },
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    ...{ cookies: ALL, queries: ALL, acceptEncoding: false },
    headers: { takes: 'except', names: ['host'] },
  },
  // AllViewerAndCloudFrontHeaders-2022-06, HostHeaderOnly.
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': { headers: ALL, cookies: ALL, queries: ALL, acceptEncoding: false },
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': { headers: only('host'), cookies: NONE, queries: NONE, acceptEncoding: false },
  // CORS-CustomOrigin, CORS-S3Origin.
  '59781a5b-3903-41f3-afcb-af62929ccde1': { headers: only('origin'), cookies: NONE, queries: NONE, acceptEncoding: false },
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': {
    ...{ cookies: NONE, queries: NONE, acceptEncoding: false },
    headers: only('origin', 'access-control-request-headers', 'access-control-request-method'),
  },
  // UserAgentRefererHeaders.
  'acba4595-bd28-49b8-b9fe-13317c0390fa': {
    ...{ cookies: NONE, queries: NONE, acceptEncoding: false },
    headers: only('user-agent', 'referer'),
  },
};
