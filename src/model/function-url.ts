import type { ResourceAddress } from './address';

export interface FunctionUrl {
  readonly address: ResourceAddress;
  /** The first label of the host name: 32 lower-case letters and digits. */
  readonly id: string;
  /** `<id>.lambda-url.<region>.on.aws`. */
  readonly domainName: string;
  /** The alias it hangs on; absent for `$LATEST`. */
  readonly qualifier?: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly cors?: Cors;
}

/** Absent members were not configured. */
export interface Cors {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowOrigins?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}
