import { type AwsError, awsError } from '../../engine/aws-error';
import type { Gate } from '../../engine/identity/gate';
import type { Call } from '../../engine/service-port';
import type { AuthenticationOptions } from '../authentication';
import type { Scope } from '../aws-request';
import type { HttpResponse, RequestBody, RequestHead } from '../http';
import { Malformed } from '../protocol/malformed';
import { type ServedService, tooLarge } from '../protocol/served-service';
import { fieldOf, type PostedForm, readForm } from './form';
import { formAnswer } from './form-answer';
import { uploadHeaders } from './form-headers';
import { formScope, signatureRefusal } from './form-signature';
import { POLICY_EXPIRED, policyRefusal, readPolicy } from './post-policy';

export interface FormPorts {
  readonly service: ServedService;
  readonly authentication: AuthenticationOptions | undefined;
  /** @default everybody may upload */
  readonly gate: Gate | undefined;
  /** Of whoever has signed the form. */
  callBy(scope: Scope | undefined): Call;
  /** What else speaks against it, whatever it holds. */
  refusalOf(scope: Scope | undefined): AwsError | undefined;
}

/** S3's POST Object: the upload by an HTML form, whose policy whoever has signed it wrote. */
export async function formPost(head: RequestHead, body: RequestBody, ports: FormPorts): Promise<HttpResponse> {
  const { service } = ports;
  const form = body === 'tooLarge' ? tooLarge('s3', service.bodyLimit) : await readForm(head, body);
  if ('kind' in form) return service.error('s3', form, head, ports.callBy(undefined));
  const scope = formScope(form);
  const call = ports.callBy(scope);
  const refused = ports.refusalOf(scope) ?? refusalOf(form, ports.authentication);
  if (refused) return service.error('s3', refused, head, call);

  const put = putOf(form, head);
  if ('kind' in put) return service.error('s3', put, head, call);
  const stored = await service.answer(service.asked(put, form.file), put, form.file, call, ports.gate);
  return stored.status === 200 ? formAnswer(form, stored, head) : stored;
}

/** What a policy says counts wherever there is one; who has signed it, and for how long, where signatures count. */
function refusalOf(form: PostedForm, authentication: AuthenticationOptions | undefined): AwsError | undefined {
  const verified = authentication?.mode === 'verify' ? authentication : undefined;
  const refused = verified && signatureRefusal(form, verified.credentials);
  if (refused) return refused;
  const written = fieldOf(form, 'policy');
  if (written === undefined) return undefined;
  const policy = readPolicy(written);
  if ('kind' in policy) return policy;
  if (verified && policy.expiration < verified.clock.now()) return POLICY_EXPIRED;
  return policyRefusal(policy, form);
}

/** The upload that a form stands for, as any other client would send it. */
function putOf(form: PostedForm, head: RequestHead): RequestHead | AwsError {
  try {
    const rawPath = `/${form.bucket}/${encodeURIComponent(fieldOf(form, 'key') ?? '')}`;
    return { ...head, method: 'PUT', hostName: 'localhost', rawPath, rawQuery: '', headers: uploadHeaders(form) };
  } catch (error) {
    if (error instanceof Malformed) return MALFORMED_TAGS;
    throw error;
  }
}

const MALFORMED_TAGS = awsError(
  'MalformedXML',
  400,
  'The XML you provided was not well-formed or did not validate against our published schema',
);
