import type { HttpResponse, RequestHead } from '../http';
import { s3Path } from '../protocol/s3-place';
import { escaped } from '../protocol/xml';
import { fieldOf, type PostedForm } from './form';

/** What a form gets whose file is stored: the answer of the upload in the words that the form asks for. */
export function formAnswer(form: PostedForm, stored: HttpResponse, head: RequestHead): HttpResponse {
  const key = fieldOf(form, 'key') ?? '';
  const etag = stored.headers[stored.headers.findIndex((name, at) => at % 2 === 0 && name === 'ETag') + 1] ?? '';
  const redirect = redirected(form, { bucket: form.bucket, key, etag });
  if (redirect !== undefined) return { status: 303, headers: [...stored.headers, 'Location', redirect], body: '' };
  const location = `http://${head.headers.host ?? ''}${withoutBucket(head) ? '' : `/${form.bucket}`}/${encodeURIComponent(key)}`;
  const headers = [...stored.headers, 'Location', location];
  const status = fieldOf(form, 'success_action_status');
  if (status === '200') return { status: 200, headers, body: '' };
  if (status !== '201') return { status: 204, headers, body: '' };
  const elements = { Location: location, Bucket: form.bucket, Key: key, ETag: etag };
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inner.join('')}</PostResponse>`;
  return { status: 201, headers: ['Content-Type', 'application/xml', ...headers], body };
}

/** An address that is none counts as if it were not there. */
function redirected(form: PostedForm, told: Readonly<Record<string, string>>): string | undefined {
  const wanted = fieldOf(form, 'success_action_redirect') ?? fieldOf(form, 'redirect');
  if (wanted === undefined || !/^https?:\/\//i.test(wanted) || !URL.canParse(wanted)) return undefined;
  const address = [...wanted].map((sign) => (/[\x21-\x7e]/.test(sign) ? sign : encodeURIComponent(sign))).join('');
  return `${address}${wanted.includes('?') ? '&' : '?'}${new URLSearchParams(told)}`;
}

/** Whether the host names the bucket already. */
function withoutBucket(head: RequestHead): boolean {
  return s3Path(head) !== head.rawPath;
}
