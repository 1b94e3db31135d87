import type { EdgeResponse } from './edge-message';
import { edgeHeaders } from './edge-message';

/** What CloudFront answers by itself, as a page; `why` helps the developer, who on AWS would find less. */
export function errorPage(status: number, message: string, cache: string, why?: string): EdgeResponse {
  const title = 'The request could not be satisfied';
  const body = [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">',
    `<HTML><HEAD><TITLE>ERROR: ${title}</TITLE></HEAD>`,
    `<BODY><H1>${status} ERROR</H1><H2>${title}.</H2><P>${escaped(message)}</P></BODY></HTML>`,
  ].join('\n');
  const reason = why === undefined ? [] : [['x-lambda-kit-reason', why.replace(/[^\x20-\x7e]/g, '?')] as const];
  const headers = edgeHeaders([
    ['Server', 'CloudFront'],
    ['Content-Type', 'text/html'],
    ['X-Cache', `${cache} from cloudfront`],
    ...reason,
  ]);
  return { status, statusDescription: '', headers, body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
