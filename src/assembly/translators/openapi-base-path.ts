import { isObject, type Json, member } from '../json';
import { among, type Resource } from '../resource';
import { listOf, plainText } from './json-values';
import { problemIn } from './openapi-parts';

const MODES = ['ignore', 'prepend', 'split'] as const;

/**
 * What all paths of the document begin with, as the property at `path` says; empty where they begin with nothing, without a slash at
 * its end. Throws when it cannot be had; `note` is told, as a sentence, what is left out.
 */
export function basePathOf(document: Json, resource: Resource, path: readonly string[], note: (problem: string) => void): string {
  const mode = among(MODES, resource.text(...path)?.toLowerCase(), path) ?? 'ignore';
  if (mode === 'ignore') return '';
  const problem = problemIn(member(document, 'servers')) ?? problemIn(member(document, 'basePath'));
  if (problem !== undefined) throw problem;
  const segments = written(document)
    .split('/')
    .filter((each) => each !== '');
  const found = (mode === 'split' ? segments.slice(1) : segments).map((each) => `/${each}`).join('');
  if (!found.includes('{')) return found;
  note(`${path.join('.')} is left out: it is not documented what API Gateway makes of the variables in ${found}.`);
  return '';
}

/** The path of an operation behind the base path; that of the root is the base path itself. */
export function behind(basePath: string, path: string): string {
  return basePath !== '' && path === '/' ? basePath : `${basePath}${path}`;
}

/** In version 3, the first variable `basePath` of the servers; without one, the path of the first server. */
function written(document: Json): string {
  const ofVersion2 = plainText(member(document, 'basePath'));
  if (ofVersion2 !== undefined) return ofVersion2;
  const servers = listOf(member(document, 'servers'));
  const variable = servers.map((server) => member(member(server, 'variables'), 'basePath')).find(isObject);
  if (variable !== undefined) return plainText(member(variable, 'default')) ?? '';
  const url = plainText(member(servers[0], 'url')) ?? '';
  return url.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
}
