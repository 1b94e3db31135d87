import { isUtf8 } from 'node:buffer';
import { HTTP_TEXT_TYPES } from '../../../spec/http-api';
import type { HttpCall } from './http-call';

/** Text of a few types as it is, all else in base64 (APH-05); undefined when there is none. */
export function eventBody({ body, head }: HttpCall): { readonly text: string | undefined; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { text: undefined, isBase64Encoded: false };
  const { 'content-type': type = '', 'content-encoding': encoding } = head.headers;
  const isText = HTTP_TEXT_TYPES.test(type) && encoding === undefined && isUtf8(body);
  return { text: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
