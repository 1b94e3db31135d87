import type {
  CORSRule,
  DeleteBucketCorsRequest,
  GetBucketCorsOutput,
  GetBucketCorsRequest,
  PutBucketCorsRequest,
} from '@aws-sdk/client-s3';
import type { CorsRule } from '../../../model/bucket';
import { CORS_METHODS, CORS_RULES_MAX } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { onBucket, type S3Context } from './context';
import { MALFORMED_XML } from './refusals';

/** Which pages of other origins may do what with a bucket. */
export function corsOperations(context: S3Context) {
  const { store } = context;
  return {
    GetBucketCors: onBucket<GetBucketCorsRequest, GetBucketCorsOutput>(context, ({ name, cors }) =>
      cors.length > 0
        ? { CORSRules: cors.map(written) }
        : awsError('NoSuchCORSConfiguration', 404, 'The CORS configuration does not exist', { BucketName: name }),
    ),

    PutBucketCors: onBucket<PutBucketCorsRequest, object>(context, (bucket, { CORSConfiguration }) => {
      const rules = CORSConfiguration?.CORSRules ?? [];
      if (rules.length === 0 || rules.length > CORS_RULES_MAX) return MALFORMED_XML;
      for (const rule of rules) {
        const flaw = flawOf(rule);
        if (flaw) return flaw;
      }
      store.change(bucket, { cors: rules.map(read) });
      return {};
    }),

    DeleteBucketCors: onBucket<DeleteBucketCorsRequest, object>(context, (bucket) => {
      store.change(bucket, { cors: [] });
      return {};
    }),
  };
}

function flawOf({ AllowedOrigins, AllowedMethods, AllowedHeaders = [], ExposeHeaders = [] }: CORSRule): AwsError | undefined {
  if (!AllowedOrigins?.length || !AllowedMethods?.length) return MALFORMED_XML;
  const invalid = (message: string) => awsError('InvalidRequest', 400, message);
  const method = AllowedMethods.find((each) => !CORS_METHODS.includes(each));
  if (method !== undefined) {
    return invalid(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  }
  const isWild = (pattern: string) => pattern.split('*').length > 2;
  const origin = AllowedOrigins.find(isWild);
  if (origin !== undefined) return invalid(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
  const header = AllowedHeaders.find(isWild);
  if (header !== undefined) return invalid(`AllowedHeader "${header}" can not have more than one wildcard.`);
  const exposed = ExposeHeaders.find((each) => each.includes('*'));
  if (exposed === undefined) return undefined;
  return invalid(`ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`);
}

function read({ ID, AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders, MaxAgeSeconds }: CORSRule): CorsRule {
  return {
    ...(ID !== undefined && { id: ID }),
    origins: AllowedOrigins ?? [],
    methods: AllowedMethods ?? [],
    ...(AllowedHeaders && { headers: AllowedHeaders }),
    ...(ExposeHeaders && { exposed: ExposeHeaders }),
    ...(MaxAgeSeconds !== undefined && { maxAge: MaxAgeSeconds }),
  };
}

function written({ id, origins, methods, headers, exposed, maxAge }: CorsRule): CORSRule {
  return {
    ...(id !== undefined && { ID: id }),
    ...(headers && { AllowedHeaders: [...headers] }),
    AllowedMethods: [...methods],
    AllowedOrigins: [...origins],
    ...(exposed && { ExposeHeaders: [...exposed] }),
    ...(maxAge !== undefined && { MaxAgeSeconds: maxAge }),
  };
}
