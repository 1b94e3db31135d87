import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { attempt } from '../unresolved';
import type { Translation } from './draft';

export const API_PARTS = {
  route: 'AWS::ApiGatewayV2::Route',
  integration: 'AWS::ApiGatewayV2::Integration',
  authorizer: 'AWS::ApiGatewayV2::Authorizer',
  stage: 'AWS::ApiGatewayV2::Stage',
  deployment: 'AWS::ApiGatewayV2::Deployment',
  routeResponse: 'AWS::ApiGatewayV2::RouteResponse',
  integrationResponse: 'AWS::ApiGatewayV2::IntegrationResponse',
  overrides: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
} as const;

/** The resources that hang on APIs of `AWS::ApiGatewayV2`, by the id of their API and their own. */
export class ApiParts {
  private readonly byApi = new Map<string, Map<string, Resource[]>>();
  private readonly taken = new Set<string>();

  constructor(
    of: (type: string) => readonly Resource[],
    private readonly context: Translation,
  ) {
    for (const type of Object.values(API_PARTS)) {
      for (const resource of of(type)) this.add(type, resource);
    }
  }

  /** Those of the API; from then on it is known that they belong to one. */
  of(type: string, apiId: string): readonly Resource[] {
    this.take(apiId);
    return this.byApi.get(apiId)?.get(type) ?? [];
  }

  /** The one of this id. */
  find(type: string, apiId: string, id: string): Resource | undefined {
    return this.of(type, apiId).find((each) => attempt(() => refOf(type, each)).value === id);
  }

  /** The API is told of itself, so that nothing need be said of its parts. */
  take(apiId: string): void {
    this.taken.add(apiId);
  }

  /** Says of every part whose API is not one of the app that it is not served. */
  reportOrphans(): void {
    for (const [apiId, types] of this.byApi) {
      if (this.taken.has(apiId)) continue;
      for (const resource of [...types.values()].flat()) {
        this.context.report.leaveOut(resource, `Its API ${apiId} is not one of this app, or is not served.`);
      }
    }
  }

  private add(type: string, resource: Resource): void {
    const outcome = this.context.report.read(resource, 'ApiId', () => resource.required('ApiId'));
    if (outcome.problem !== undefined) {
      this.context.report.refuse(resource, outcome.problem);
      return;
    }
    const types = this.byApi.get(outcome.value) ?? new Map<string, Resource[]>();
    this.byApi.set(outcome.value, types);
    types.set(type, [...(types.get(type) ?? []), resource]);
  }
}
