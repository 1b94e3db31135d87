import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import { ConstructError } from '../construct-error';

/** Refuses a filter without anything in it, and one with a wildcard (S3-05). */
export function checkKeyFilter(target: lambda.IFunction, name: string, { prefix, suffix }: s3.NotificationKeyFilter): void {
  if (!prefix && !suffix) {
    throw new ConstructError(target, 'NOTIFICATION_FILTER', `${name} must have a prefix or a suffix (S3-05).`);
  }
  for (const [what, text] of Object.entries({ prefix, suffix })) {
    if (text === undefined || Token.isUnresolved(text) || !text.includes('*')) continue;
    throw new ConstructError(target, 'NOTIFICATION_FILTER', `${what} '${text}' of ${name} must not have a wildcard (S3-05).`);
  }
}
