import type { Rewrite } from '../../../model/load-balancer';
import type { SeenRequest } from './conditions';

/** The request as its target is to see it; the rules have been judged before (rule-transforms of the user guide). */
export function rewritten(request: SeenRequest, rewrites: readonly Rewrite[]): SeenRequest {
  let { host, path, query } = request;
  for (const { of, regex, replace } of rewrites) {
    if (of === 'host') host = host.replace(new RegExp(regex), replace);
    else {
      const url = (query === '' ? path : `${path}?${query}`).replace(new RegExp(regex), replace);
      const question = url.indexOf('?');
      path = question < 0 ? url : url.slice(0, question);
      query = question < 0 ? '' : url.slice(question + 1);
    }
  }
  return { ...request, host, path, query };
}
