import * as iam from 'aws-cdk-lib/aws-iam';
import { Fn, Token } from 'aws-cdk-lib/core';
import { MSK_CLIENT_ACTIONS, MSK_CONNECTION_ACTION, MSK_SECRET_ACTION, MSK_WRITE_ACTIONS } from '../../spec/event-sources/kafka';
import type { Place } from '../construct-error';
import { checkArn } from './source-arn';
import { readStatement } from './source-statements';

const CLUSTER = ':cluster/';
const CONNECTION = ':vpc-connection/';

export function checkClusterArn(place: Place, arn: string): void {
  checkArn(place, 'clusterArn', arn, /^arn:[\w-]+:kafka:[\w-]*:\d*:(cluster|vpc-connection)\/.+/, 'an MSK cluster');
}

/** Whether it is the ARN of a connection to the VPC of another account's cluster. */
export function isConnection(arn: string): boolean {
  return !Token.isUnresolved(arn) && arn.includes(CONNECTION);
}

function statement(actions: readonly string[], ...resources: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [...actions], resources: [...resources] });
}

/** What Lambda does with any cluster (KAF-02). */
export function clusterStatements(arn: string, hasSecret: boolean): readonly iam.PolicyStatement[] {
  const more = [...(hasSecret ? [MSK_SECRET_ACTION] : []), ...(isConnection(arn) ? [MSK_CONNECTION_ACTION] : [])];
  return [readStatement('msk', arn), ...(more.length > 0 ? [statement(more, arn)] : [])];
}

/** What a client with the role does: reads one topic, in its group or, when Lambda makes that up, in any (KAF-02). */
export function clientStatements(arn: string, topic: string, group = '*'): readonly iam.PolicyStatement[] {
  return [
    statement(MSK_CLIENT_ACTIONS.cluster, arn),
    statement(MSK_CLIENT_ACTIONS.topic, arnBelow(arn, 'topic', topic)),
    statement(MSK_CLIENT_ACTIONS.group, arnBelow(arn, 'group', group)),
  ];
}

/** What it does with the topic that records which are given up go to (STR-10). */
export function writeStatements(arn: string, topic: string): readonly iam.PolicyStatement[] {
  return [statement(MSK_WRITE_ACTIONS, arnBelow(arn, 'topic', topic))];
}

/** `…:cluster/NAME/ID` to `…:topic/NAME/ID/TOPIC`. */
function arnBelow(cluster: string, kind: 'topic' | 'group', name: string): string {
  const parts = Fn.split(CLUSTER, cluster);
  return `${Fn.select(0, parts)}:${kind}/${Fn.select(1, parts)}/${name}`;
}
