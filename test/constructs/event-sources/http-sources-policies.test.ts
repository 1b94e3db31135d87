import { type App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as vpclattice from 'aws-cdk-lib/aws-vpclattice';
import { AlbEventSource } from '../../../src/constructs/event-sources/alb-event-source';
import { ApiEventSource } from '../../../src/constructs/event-sources/api-event-source';
import { AppSyncAuthorizerEventSource } from '../../../src/constructs/event-sources/app-sync-authorizer-event-source';
import { AppSyncEventSource } from '../../../src/constructs/event-sources/app-sync-event-source';
import { HttpApiEventSource } from '../../../src/constructs/event-sources/http-api-event-source';
import { HttpAuthorizerEventSource } from '../../../src/constructs/event-sources/http-authorizer-event-source';
import { LatticeEventSource } from '../../../src/constructs/event-sources/lattice-event-source';
import { RequestAuthorizerEventSource } from '../../../src/constructs/event-sources/request-authorizer-event-source';
import { TokenAuthorizerEventSource } from '../../../src/constructs/event-sources/token-authorizer-event-source';
import { WebSocketAuthorizerEventSource } from '../../../src/constructs/event-sources/web-socket-authorizer-event-source';
import { WebSocketEventSource } from '../../../src/constructs/event-sources/web-socket-event-source';
import { packFindings } from '../../support/aws-solutions';
import { sourceFile, stackIn } from '../scene';
import { shipIn } from './source-scene';

const { DEFAULT } = apigatewayv2.HttpRouteKey;

/** What the AwsSolutions pack finds in what sources make: `Shop` has the function, `Web` what the sources are given. */
function findings(add: (fn: lambda.Function, web: Stack) => void): string[] {
  const { stack, ship } = shipIn(stackIn());
  const app = stack.node.root as App;
  add(ship, new Stack(app, 'Web'));
  app.synth();
  return [...new Set(packFindings(app).map(({ rule, resource }) => `${Stack.of(resource).node.id}: ${rule}`))].sort();
}

test('AwsSolutions has nothing against what authorizers and routes add to given APIs', () => {
  const found = findings((fn, web) => {
    const rest = new apigateway.RestApi(web, 'Rest', { cloudWatchRole: false });
    const [token, request] = [new TokenAuthorizerEventSource(rest), new RequestAuthorizerEventSource(rest)];
    const [http, socket] = [new HttpAuthorizerEventSource(), new WebSocketAuthorizerEventSource()];
    for (const source of [token, request, http, socket]) fn.addEventSource(source);
    fn.addEventSource(new ApiEventSource('GET', '/', { api: rest, authorizer: token.authorizer }));
    const httpApi = new apigatewayv2.HttpApi(web, 'Http');
    fn.addEventSource(new HttpApiEventSource(DEFAULT, { api: httpApi, authorizer: http.authorizer }));
    const socketApi = new apigatewayv2.WebSocketApi(web, 'Socket');
    fn.addEventSource(new WebSocketEventSource('$connect', { api: socketApi, authorizer: socket.authorizer }));
  });

  // Of the stages and the REST API that are given; a token of Cognito is not for this pack to prescribe.
  expect(found).toEqual(['APIG1', 'APIG2', 'APIG3', 'APIG6', 'COG4'].map((rule) => `Web: ${rule}`));
});

test('AwsSolutions has nothing against what is added to load balancers, Lattice services and AppSync APIs', () => {
  const found = findings((fn, web) => {
    const definition = appsync.Definition.fromFile(sourceFile('type Query { orders: [String] }', 'schema.graphql'));
    const graph = new appsync.GraphqlApi(web, 'Graph', { name: 'shop', definition });
    fn.addEventSource(new AppSyncEventSource(graph, { resolvers: [{ typeName: 'Query', fieldName: 'orders' }] }));
    fn.addEventSource(new AppSyncAuthorizerEventSource(graph));
    const vpc = ec2.Vpc.fromVpcAttributes(web, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    const balancer = new elbv2.ApplicationLoadBalancer(web, 'Balancer', { vpc });
    fn.addEventSource(new AlbEventSource(balancer.addListener('Http', { port: 80, open: false })));
    const serviceIdentifier = new vpclattice.CfnService(web, 'Service').attrId;
    const defaultAction = { fixedResponse: { statusCode: 404 } };
    fn.addEventSource(
      new LatticeEventSource(
        new vpclattice.CfnListener(web, 'Listener', { serviceIdentifier, protocol: 'HTTPS', defaultAction }),
      ),
    );
  });

  // The access log of the load balancer, and the request log of the API, which are given.
  expect(found).toEqual(['Web: ASC3', 'Web: ELB2']);
});

test('AwsSolutions misses logs, checks of requests and authorizers in the APIs that are made where none is given', () => {
  const found = findings((fn) => {
    fn.addEventSource(new ApiEventSource('GET', '/'));
    fn.addEventSource(new HttpApiEventSource(DEFAULT));
    fn.addEventSource(new WebSocketEventSource('$connect', { manageConnections: true }));
  });

  // Nobody knows the ids of connections, so that a policy could name them.
  const connections = expect.stringMatching(/^Shop: IAM5\[Resource::.*\/prod\/\*\/@connections\/\*\]$/);
  expect(found).toEqual([...['APIG1', 'APIG2', 'APIG3', 'APIG4', 'APIG6', 'COG4'].map((rule) => `Shop: ${rule}`), connections]);
});
