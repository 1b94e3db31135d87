import * as path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  DynamoEventSource,
  EventBridgeEventSource,
  EventFilter,
  FieldFilter,
  NodeFunction,
  SnsEventSource,
  SqsEventSource,
} from 'cdk-lambda-kit';
import { Construct } from 'constructs';
import { announcing, billing, charging, shipping } from './environment';

export interface FulfilmentProps {
  readonly orders: dynamodb.TableV2;
}

/** From the order to the courier: each step is set off by what the one before has left behind. */
export class Fulfilment extends Construct {
  constructor(scope: Construct, id: string, { orders }: FulfilmentProps) {
    super(scope, id);
    const handlers = path.join(__dirname, 'handlers');

    const bus = new events.EventBus(this, 'Bus');
    const announce = new NodeFunction(this, 'Announce', {
      entry: path.join(handlers, 'announce.ts'),
      environment: announcing.values({ BUS: bus.eventBusName }),
    });
    announce.addEventSource(
      new DynamoEventSource(orders, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        filters: [EventFilter.pattern({ eventName: FieldFilter.equalTo('INSERT') })],
        retryAttempts: 3,
      }),
    );
    bus.grantPutEventsTo(announce);

    const invoices = new s3.Bucket(this, 'Invoices');
    const payments = new sqs.Queue(this, 'Payments', {
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { queue: new sqs.Queue(this, 'Declined'), maxReceiveCount: 5 },
    });
    const bill = new NodeFunction(this, 'Bill', {
      entry: path.join(handlers, 'bill.ts'),
      environment: billing.values({ INVOICES: invoices.bucketName, PAYMENTS: payments.queueUrl }),
    });
    bill.addEventSource(
      new EventBridgeEventSource('OrderPlaced', {
        eventBus: bus,
        eventPattern: { source: ['shop.orders'], detailType: ['OrderPlaced'] },
      }),
    );
    invoices.grantWrite(bill);
    payments.grantSendMessages(bill);

    const shipments = new sqs.Queue(this, 'Shipments', {
      fifo: true,
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { queue: new sqs.Queue(this, 'Stranded', { fifo: true }), maxReceiveCount: 5 },
    });
    const charge = new NodeFunction(this, 'Charge', {
      entry: path.join(handlers, 'charge.ts'),
      environment: charging.values({ ORDERS: orders.tableName, SHIPMENTS: shipments.queueUrl }),
      timeout: Duration.seconds(10),
    });
    charge.addEventSource(new SqsEventSource(payments, { batchSize: 5, reportBatchItemFailures: true }));
    orders.grantWriteData(charge);
    shipments.grantSendMessages(charge);

    const shipped = new sns.Topic(this, 'Shipped');
    const ship = new NodeFunction(this, 'Ship', {
      entry: path.join(handlers, 'ship.ts'),
      environment: shipping.values({ ORDERS: orders.tableName, SHIPPED: shipped.topicArn }),
      timeout: Duration.seconds(10),
    });
    ship.addEventSource(new SqsEventSource(shipments, { batchSize: 1 }));
    orders.grantWriteData(ship);
    shipped.grantPublish(ship);

    const callCourier = new NodeFunction(this, 'CallCourier', { entry: path.join(handlers, 'call-courier.ts') });
    callCourier.addEventSource(
      new SnsEventSource(shipped, { filterPolicy: { speed: sns.SubscriptionFilter.stringFilter({ allowlist: ['express'] }) } }),
    );
  }
}
