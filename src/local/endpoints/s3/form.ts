import { type AwsError, awsError } from '../../engine/aws-error';
import type { RequestHead } from '../http';
import { bucketOf, s3Path } from '../protocol/s3-place';

/** An upload by an HTML form, as it arrived. */
export interface PostedForm {
  readonly bucket: string;
  /** What stands before the file; S3 does not look at what stands behind it. */
  readonly fields: readonly FormField[];
  readonly file: Buffer;
}

/** One field of a form; fields of one name are one, with commas between their values. */
export interface FormField {
  /** As it was sent; names know no case. */
  readonly name: string;
  readonly value: string;
}

/** Names and values of the fields before the file, in bytes. */
const FIELDS_BYTES = 20_480;

const REPLACEMENT = Buffer.from('\ufffd');
const NAMELESS_BYTES = awsError(
  'NotEmulatedException',
  400,
  'lambda-kit takes the file of a form without a file name for text in UTF-8, and this one is none.',
);

/** Whether it is a form for a bucket: nothing else of AWS is sent in parts. */
export function isFormPost(head: RequestHead): boolean {
  return isBucketPost(head) && isMultipart(head);
}

export function isBucketPost(head: RequestHead): boolean {
  return head.method === 'POST' && /^\/[^/]+\/?$/.test(s3Path(head));
}

/** Fails as S3 does with what is no form, or one without a file or a key. */
export async function readForm(head: RequestHead, body: Buffer): Promise<PostedForm | AwsError> {
  if (!isMultipart(head)) {
    const Condition = 'Bucket POST must be of the enclosure-type multipart/form-data';
    return awsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });
  }
  const parts = await partsOf(head, body);
  if (!parts) {
    const message = 'The body of your POST request is not well-formed multipart/form-data.';
    return awsError('MalformedPOSTRequest', 400, message);
  }
  const files = parts.filter(({ name }) => isFile(name));
  const [file] = files;
  if (!file || files.length > 1) {
    const details = { ArgumentName: 'file', ArgumentValue: String(files.length) };
    return awsError('InvalidArgument', 400, 'POST requires exactly one file upload per request.', details);
  }
  // Without a name it has been read as text; other bytes are lost then.
  if (file.fileName === undefined && file.bytes.includes(REPLACEMENT)) return NAMELESS_BYTES;
  const before = parts.slice(0, parts.indexOf(file));
  if (before.reduce((sum, { name, bytes }) => sum + Buffer.byteLength(name) + bytes.length, 0) > FIELDS_BYTES) {
    const message = 'Your POST request fields preceeding the upload file was too large.';
    return awsError('MaxPostPreDataLengthExceeded', 400, message, { MaxPostPreDataLengthBytes: String(FIELDS_BYTES) });
  }
  const form = { bucket: bucketOf(head), fields: fieldsOf(before, file.fileName), file: file.bytes };
  const key = fieldOf(form, 'key');
  if (key === undefined) return missingField('key');
  if (key !== '') return form;
  const details = { ArgumentName: 'key', ArgumentValue: '' };
  return awsError('InvalidArgument', 400, 'User key must have a length greater than 0.', details);
}

export function fieldOf({ fields }: Pick<PostedForm, 'fields'>, name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name)?.value;
}

export function missingField(ArgumentName: string): AwsError {
  const message = `Bucket POST must contain a field named '${ArgumentName}'.  If it is specified, please check the order of the fields.`;
  return awsError('InvalidArgument', 400, message, { ArgumentName, ArgumentValue: '' });
}

interface Part {
  readonly name: string;
  readonly bytes: Buffer;
  /** Undefined where the part tells none, so that it is text. */
  readonly fileName?: string;
}

/** Undefined when it is not well-formed. */
async function partsOf(head: RequestHead, body: Buffer): Promise<readonly Part[] | undefined> {
  const headers = { 'content-type': head.headers['content-type'] as string };
  const data = await new Response(new Uint8Array(body), { headers }).formData().catch(() => undefined);
  if (!data) return undefined;
  return Promise.all(
    [...data].map(async ([name, value]) =>
      typeof value === 'string'
        ? { name, bytes: Buffer.from(value) }
        : { name, bytes: Buffer.from(await value.arrayBuffer()), fileName: value.name },
    ),
  );
}

function fieldsOf(parts: readonly Part[], fileName: string | undefined): readonly FormField[] {
  const fields = new Map<string, FormField>();
  for (const { name, bytes } of parts) {
    const value = withFileName(bytes.toString(), fileName);
    const there = fields.get(name.toLowerCase());
    fields.set(name.toLowerCase(), there ? { ...there, value: `${there.value},${value}` } : { name, value });
  }
  return [...fields.values()];
}

/** Of a path only the end counts; where the part of the file names none, the variable stays as it is. */
function withFileName(value: string, fileName: string | undefined): string {
  return fileName === undefined ? value : value.replaceAll('${filename}', () => /[^/\\]*$/.exec(fileName)?.[0] ?? '');
}

function isMultipart({ headers }: RequestHead): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}

function isFile(name: string): boolean {
  return name.toLowerCase() === 'file';
}
