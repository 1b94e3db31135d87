import * as path from 'node:path';
import { TimeZone } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { LambdaDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ContextAttribute, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { NodeFunction, ScheduleEventSource } from 'cdk-lambda-kit';
import { Construct } from 'constructs';
import { closing, filing } from './environment';

export interface ClosingProps {
  readonly orders: dynamodb.TableV2;
}

/** Every evening at eight the orders of the day are added up; the report is filed, or what is wrong waits in a queue. */
export class Closing extends Construct {
  constructor(scope: Construct, id: string, { orders }: ClosingProps) {
    super(scope, id);
    const handlers = path.join(__dirname, 'handlers');

    const reports = new s3.Bucket(this, 'Reports');
    const fileReport = new NodeFunction(this, 'FileReport', {
      entry: path.join(handlers, 'file-report.ts'),
      environment: filing.values({ REPORTS: reports.bucketName }),
    });
    reports.grantWrite(fileReport);

    const closeDay = new NodeFunction(this, 'CloseDay', {
      entry: path.join(handlers, 'close-day.ts'),
      environment: closing.values({ ORDERS: orders.tableName }),
      onSuccess: new LambdaDestination(fileReport),
      onFailure: new SqsDestination(new sqs.Queue(this, 'Unclosed')),
    });
    closeDay.addEventSource(
      new ScheduleEventSource('Nightly', {
        schedule: ScheduleExpression.cron({ minute: '0', hour: '20', timeZone: TimeZone.EUROPE_VIENNA }),
        input: ScheduleTargetInput.fromObject({ day: ContextAttribute.scheduledTime }),
      }),
    );
    orders.grantReadData(closeDay);
  }
}
