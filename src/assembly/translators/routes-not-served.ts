import type { ApiKind } from '../../model/api-door';
import { apiDoorsOf } from '../../model/api-doors';
import type { Application, Unsupported } from '../../model/application';

/** The types of an API and of its routes; what other kinds of doors do not serve is said where they are translated. */
const TYPES: Partial<Record<ApiKind, readonly [api: string, route: string]>> = {
  restApi: ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Method'],
  httpApi: ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route'],
  webSocketApi: ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route'],
};

/** The routes of APIs that lead to something, and not here: an entry for each resource that declares some, unless it is left out anyway. */
export function routesNotServed(application: Application): readonly Unsupported[] {
  const said = new Set(application.unsupported.map(({ address }) => address.path));
  const found = new Map<string, Unsupported>();
  for (const door of apiDoorsOf(application)) {
    const types = TYPES[door.kind];
    for (const { address, key, target, why } of door.routes) {
      // One without an integration answers nothing on AWS either.
      if (types === undefined || why === undefined || target === 'nothing' || said.has(address.path)) continue;
      const type = types[address.path === door.address.path ? 0 : 1];
      const others = found.get(address.path)?.why;
      const own = `${key}: ${why}`;
      found.set(address.path, { address, type, why: others === undefined ? own : `${others} ${own}` });
    }
  }
  return [...found.values()];
}
