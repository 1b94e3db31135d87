import { Malformed } from '../protocol/malformed';
import { parseXml } from '../protocol/xml';
import type { PostedForm } from './form';

/** Fields that are headers of the upload as they are. */
const PLAIN = /^(?:cache-control|content-(?:type|disposition|encoding|language|md5)|expires|x-amz-(?!meta-).+)$/;
/** Fields of a name like those that are about the form, or nothing to a form. */
const NOT_OF_UPLOADS =
  /^x-amz-(?:algorithm|credential|date|signature|security-token|checksum-algorithm|tagging|copy-source|acl)(?:-|$)/;

/** The fields of a form as headers of the upload that they stand for; fails with `Malformed` where tags are no XML. */
export function uploadHeaders({ fields }: PostedForm): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const { name, value } of fields) {
    const header = name.toLowerCase();
    if (header === 'acl') headers['x-amz-acl'] = value;
    else if (header === 'tagging') headers['x-amz-tagging'] = tagsAsQuery(value);
    else if (header.startsWith('x-amz-meta-')) headers[header] = mailSafe(value);
    else if (PLAIN.test(header) && !NOT_OF_UPLOADS.test(header)) headers[header] = value.replace(/[^\t\x20-\xff]/gu, ' ');
  }
  return headers;
}

/** Elements that are no tags are passed over. */
function tagsAsQuery(xml: string): string {
  if (!xml.trimStart().startsWith('<')) throw new Malformed('There is no XML.', 'MalformedXML');
  const sets = parseXml(xml).children.filter(({ name }) => name === 'TagSet');
  const tags = sets.flatMap(({ children }) => children.filter(({ name }) => name === 'Tag'));
  const query = tags.map(({ children }): [string, string] => {
    const textOf = (name: string) => children.find((each) => each.name === name)?.text ?? '';
    return [textOf('Key'), textOf('Value')];
  });
  return new URLSearchParams(query).toString();
}

/** As S3 gives back metadata that is more than ASCII: one encoded word of RFC 2047, in base64 where most of it is not ASCII. */
function mailSafe(value: string): string {
  const signs = [...value];
  const others = signs.filter((sign) => /[^\t\r\n\x20-\x7e]/u.test(sign)).length;
  if (others === 0) return value;
  const bytes = Buffer.from(value);
  if (others * 2 >= signs.length) return `=?UTF-8?B?${bytes.toString('base64')}?=`;
  const quoted = [...bytes].map((byte) => {
    const sign = String.fromCharCode(byte);
    if (sign === ' ') return '_';
    return /[A-Za-z0-9!*+/-]/.test(sign) ? sign : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `=?UTF-8?Q?${quoted.join('')}?=`;
}
