import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { attempt } from '../unresolved';
import type { Translation } from './draft';

/** What hangs on a REST API. */
export const REST_PARTS = {
  resource: 'AWS::ApiGateway::Resource',
  method: 'AWS::ApiGateway::Method',
  authorizer: 'AWS::ApiGateway::Authorizer',
  model: 'AWS::ApiGateway::Model',
  validator: 'AWS::ApiGateway::RequestValidator',
  gatewayResponse: 'AWS::ApiGateway::GatewayResponse',
  deployment: 'AWS::ApiGateway::Deployment',
  stage: 'AWS::ApiGateway::Stage',
} as const;

/** The resources that hang on REST APIs, by the id of their API. */
export class RestApiParts {
  private readonly byApi = new Map<string, Resource[]>();
  private readonly known = new Set<string>();

  constructor(
    of: (type: string) => readonly Resource[],
    private readonly context: Translation,
  ) {
    for (const type of Object.values(REST_PARTS)) {
      for (const resource of of(type)) this.add(resource);
    }
  }

  /** Those of the API; from then on it is known that they belong to one. */
  of(type: string, apiId: string): readonly Resource[] {
    this.known.add(apiId);
    return (this.byApi.get(apiId) ?? []).filter((resource) => resource.type === type);
  }

  /** The one of this id. */
  find(type: string, apiId: string, id: string): Resource | undefined {
    return this.of(type, apiId).find((each) => attempt(() => refOf(type, each)).value === id);
  }

  /** Says of every part whose API is not one of the app that it is not served. */
  reportOrphans(): void {
    for (const [apiId, resources] of this.byApi) {
      if (this.known.has(apiId)) continue;
      for (const resource of resources) {
        this.context.report.leaveOut(resource, `Its API ${apiId} is not one of this app, or is not served.`);
      }
    }
  }

  private add(resource: Resource): void {
    const { report } = this.context;
    const outcome = report.read(resource, 'RestApiId', () => resource.required('RestApiId'));
    if (outcome.problem !== undefined) {
      report.refuse(resource, outcome.problem);
      return;
    }
    this.byApi.set(outcome.value, [...(this.byApi.get(outcome.value) ?? []), resource]);
  }
}
