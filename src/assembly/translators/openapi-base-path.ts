import { isObject, type Json, member } from '../json';
import { listOf, plainText } from './json-values';

export const BASE_PATH_MODES = ['ignore', 'prepend', 'split'] as const;

/** What all paths of the document begin with, without a slash at its end; empty where they begin with nothing. */
export function basePathOf(document: Json, mode: (typeof BASE_PATH_MODES)[number]): string {
  if (mode === 'ignore') return '';
  const segments = written(document)
    .split('/')
    .filter((each) => each !== '');
  return (mode === 'split' ? segments.slice(1) : segments).map((each) => `/${each}`).join('');
}

/** The first variable `basePath` of the servers; without one, the path of the first server. */
function written(document: Json): string {
  const servers = listOf(member(document, 'servers'));
  const variable = servers.map((server) => member(member(server, 'variables'), 'basePath')).find(isObject);
  if (variable !== undefined) return plainText(member(variable, 'default')) ?? '';
  const url = plainText(member(servers[0], 'url')) ?? '';
  return url.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
}
