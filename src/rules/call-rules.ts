import type { App } from './app';
import { type Call, nameOf } from './call';
import { verdictOn } from './grants';
import type { Broken, Rule } from './rule';

/** A rule that functions must let a service invoke them. */
export interface PermissionRule extends Pick<Rule, 'id' | 'title' | 'why' | 'source' | 'also'> {
  readonly calls: (app: App) => Iterable<Call>;
}

/** Once for each caller and function. That a call is allowed on another alias or version is told by PRM-02 alone. */
export function permissionRule({ calls, ...rule }: PermissionRule): Rule {
  return {
    ...rule,
    severity: 'error',
    remedy: 'Add an AWS::Lambda::Permission for the service and its source, with the same alias or version as FunctionName.',
    *check(app): Generator<Broken> {
      const said = new Set<string>();
      for (const call of calls(app)) {
        const { on, property, target, service } = call;
        const { is, by } = verdictOn(app, call);
        const caller = call.caller ?? on.path;
        const key = `${caller} ${nameOf(target)}`;
        if ((is !== 'missing' && is !== 'otherwise') || said.has(key)) continue;
        said.add(key);
        const why = by === undefined ? '' : `; ${by.permission.path} is for another source`;
        const message = `${caller} calls ${nameOf(target)}, which has no permission for ${service}.amazonaws.com${why}.`;
        yield { on, property, message };
      }
    },
  };
}
