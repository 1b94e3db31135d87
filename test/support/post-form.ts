import { createHmac } from 'node:crypto';

export interface PostSettings {
  readonly bucket?: string;
  readonly key?: string;
  /** Beside those that every form has; each is a condition as well. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly conditions?: readonly unknown[];
  readonly expiration?: string;
  readonly secret?: string;
  readonly accessKeyId?: string;
  /** Instead of the one that is made of the above. */
  readonly policy?: string;
}

/** The fields of an upload by form, as `createPresignedPost` of the SDK makes them. */
export function presignedPost(settings: PostSettings = {}): Record<string, string> {
  const { bucket = 'uploads', key = 'in/a.txt', fields = {}, conditions = [], secret = 'secret' } = settings;
  const { expiration = '2999-01-01T00:00:00Z', accessKeyId = 'AKIDTEST' } = settings;
  const scope = ['20261120', 'eu-west-1', 's3', 'aws4_request'];
  const all = {
    ...{ bucket, ...fields, 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' },
    ...{ 'X-Amz-Credential': [accessKeyId, ...scope].join('/'), 'X-Amz-Date': '20261120T120000Z' },
  };
  const variable = key.indexOf('${filename}');
  const ofKey = variable < 0 ? { key } : ['starts-with', '$key', key.slice(0, variable)];
  const simple = Object.entries(all).map(([name, value]) => ({ [name]: value }));
  const document = settings.policy ?? JSON.stringify({ expiration, conditions: [...conditions, ...simple, ofKey] });
  const Policy = Buffer.from(document).toString('base64');
  const signingKey = scope.reduce<string | Buffer>(
    (made, part) => createHmac('sha256', made).update(part).digest(),
    `AWS4${secret}`,
  );
  return { ...all, key, Policy, 'X-Amz-Signature': createHmac('sha256', signingKey).update(Policy).digest('hex') };
}

/** As boto3 signs forms in `us-east-1`. */
export function earlierPost(key = 'in/a.txt', secret = 'secret'): Record<string, string> {
  const conditions = [{ bucket: 'uploads' }, { key }];
  const policy = Buffer.from(JSON.stringify({ expiration: '2999-01-01T00:00:00Z', conditions })).toString('base64');
  return { key, AWSAccessKeyId: 'AKIDTEST', policy, signature: createHmac('sha1', secret).update(policy).digest('base64') };
}

/** The form of a page: fields first, then the file. */
export function formOf(fields: Readonly<Record<string, string>>, file: string | Blob = 'hello', fileName = 'a.txt'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (typeof file === 'string') form.append('file', new Blob([file]), fileName);
  else form.append('file', file, fileName);
  return form;
}
