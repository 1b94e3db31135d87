import * as path from 'node:path';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { HttpMethod, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AssetLayer,
  FunctionAlias,
  HttpApiEventSource,
  KinesisEventSource,
  NodeFunction,
  PythonFunction,
  S3EventSource,
  Traffic,
  UrlAuth,
} from 'cdk-lambda-kit';
import { Construct } from 'constructs';
import { counting, looking, placing, restocking } from './environment';

/** From the delivery of a supplier to the order of a customer. */
export class Ordering extends Construct {
  readonly orders: dynamodb.TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const handlers = path.join(__dirname, 'handlers');
    const stock = new dynamodb.TableV2(this, 'Stock', { partitionKey: { name: 'article', type: dynamodb.AttributeType.STRING } });
    this.orders = new dynamodb.TableV2(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
    });

    const deliveries = new s3.Bucket(this, 'Deliveries');
    const restock = new NodeFunction(this, 'Restock', {
      entry: path.join(handlers, 'restock.ts'),
      environment: restocking.values({ STOCK: stock.tableName }),
    });
    restock.addEventSource(
      new S3EventSource(deliveries, { events: [s3.EventType.OBJECT_CREATED], filters: [{ suffix: '.json' }] }),
    );
    deliveries.grantRead(restock);
    stock.grantWriteData(restock);

    const views = new kinesis.Stream(this, 'Views', { shardCount: 1 });
    const catalogue = new NodeFunction(this, 'Catalogue', {
      entry: path.join(handlers, 'catalogue.ts'),
      environment: looking.values({ STOCK: stock.tableName, VIEWS: views.streamName }),
    });
    const catalogueUrl = catalogue.addUrl({ auth: UrlAuth.public() });
    stock.grantReadData(catalogue);
    views.grantWrite(catalogue);

    const countViews = new NodeFunction(this, 'CountViews', {
      entry: path.join(handlers, 'count-views.ts'),
      environment: counting.values({ STOCK: stock.tableName }),
    });
    countViews.addEventSource(
      new KinesisEventSource(views, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        maxBatchingWindow: Duration.seconds(30),
        retryAttempts: 3,
      }),
    );
    stock.grantWriteData(countViews);

    const prices = new PythonFunction(this, 'Prices', {
      entry: path.join(handlers, 'prices'),
      index: 'prices.py',
      layers: [new AssetLayer(this, 'Taxes', { path: path.join(__dirname, 'layer') })],
    });
    const placeOrder = new NodeFunction(this, 'PlaceOrder', {
      entry: path.join(handlers, 'place-order.ts'),
      environment: placing.values({ ORDERS: this.orders.tableName, STOCK: stock.tableName, PRICES: prices.functionName }),
      timeout: Duration.seconds(10),
    });
    prices.grantInvoke(placeOrder);
    stock.grantWriteData(placeOrder);
    this.orders.grantWriteData(placeOrder);

    const live = new FunctionAlias(this, 'Live', { aliasName: 'live', traffic: Traffic.all(placeOrder.currentVersion) });
    const route = new HttpApiEventSource(HttpRouteKey.with('/orders', HttpMethod.POST));
    live.addEventSource(route);

    new CfnOutput(this, 'CatalogueUrl', { value: catalogueUrl.url });
    new CfnOutput(this, 'OrdersUrl', { value: `${route.httpApi.apiEndpoint}/orders` });
  }
}
