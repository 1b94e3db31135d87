import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { AuthenticationMethod } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Names } from 'aws-cdk-lib/core';
import { ConstructError, type Place } from '../construct-error';
import { checkFailureTopic, checkKafka } from './kafka-check';
import type { KafkaEventSourceProps } from './kafka-options';
import { consumerConfig, kafkaProperties } from './kafka-properties';
import { checkClusterArn, clientStatements, clusterStatements, isConnection, writeStatements } from './msk-statements';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { environmentOf, nameOfArn } from './source-arn';
import { networkStatement, secretStatements } from './source-statements';

/** What can be said of a function that reads a topic of Amazon MSK. */
export interface ManagedKafkaEventSourceProps extends KafkaEventSourceProps {
  /** The ARN of the cluster; or of the connection to the VPC of another account's, for which `iamAuthentication` must be `false`. */
  readonly clusterArn: string;

  /**
   * What the secret is for: `SASL_SCRAM_512_AUTH` or `CLIENT_CERTIFICATE_TLS_AUTH`. Not without `secret`.
   *
   * @default AuthenticationMethod.SASL_SCRAM_512_AUTH
   */
  readonly authenticationMethod?: AuthenticationMethod;

  /**
   * Whether the role of the function is what Lambda logs in with, and is allowed to read the topic in its consumer group. Clusters
   * that ask for nothing need it no more than those with a `secret`.
   *
   * @default - true without a `secret`
   */
  readonly iamAuthentication?: boolean;
}

/**
 * A topic of a Kafka cluster of Amazon MSK that a function reads.
 *
 * The function's role gets the two actions that Lambda needs on the cluster, those on network interfaces, and what the way of logging
 * in takes: reading the topic in its consumer group, or the secret. Fails when Lambda would refuse the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
 */
export class ManagedKafkaEventSource extends PolledEventSource {
  /** @internal */
  protected readonly _place: Place = { node: { path: 'ManagedKafkaEventSource' } };
  private readonly props: ManagedKafkaEventSourceProps;

  constructor(props: ManagedKafkaEventSourceProps) {
    super();
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { props } = this;
    const { clusterArn, topic, secret } = props;
    checkClusterArn(target, clusterArn);
    checkKafka(target, props);
    checkAuthentication(target, props);

    const type = props.authenticationMethod ?? 'SASL_SCRAM_512_AUTH';
    const access = secret ? [{ type: lambda.SourceAccessConfigurationType.of(type), uri: secret.secretArn }] : [];
    const mapping = readBy(target, {
      kind: 'msk',
      id: `KafkaEventSource:${Names.nodeUniqueId(target.node)}${nameOfArn(target, topic)}`,
      source: { eventSourceArn: clusterArn },
      environment: environmentOf(clusterArn),
      statements: statementsFor(props),
      options: props,
      more: kafkaProperties(props, access),
      kafkaTopics: (name) => {
        checkFailureTopic(target, name, props);
        return usesIam(props) ? writeStatements(clusterArn, name) : [];
      },
    });
    const resource = mapping.node.defaultChild as lambda.CfnEventSourceMapping;
    resource.amazonManagedKafkaEventSourceConfig = consumerConfig(mapping, target, props);
    this._keep(mapping);
  }
}

function usesIam({ iamAuthentication, secret }: ManagedKafkaEventSourceProps): boolean {
  return iamAuthentication ?? secret === undefined;
}

function checkAuthentication(place: Place, props: ManagedKafkaEventSourceProps): void {
  const { authenticationMethod: method, iamAuthentication, secret, clusterArn } = props;
  const refuse = (message: string) => new ConstructError(place, 'KAFKA_AUTHENTICATION', `${message} (KAF-02).`);
  if (method !== undefined && secret === undefined)
    throw refuse(`authenticationMethod ${method} must not be given without a secret`);
  if (iamAuthentication === true && secret !== undefined)
    throw refuse('iamAuthentication must not be given together with a secret');
  if (method !== undefined && !['SASL_SCRAM_512_AUTH', 'CLIENT_CERTIFICATE_TLS_AUTH'].includes(method)) {
    throw refuse(`authenticationMethod must be SASL_SCRAM_512_AUTH or CLIENT_CERTIFICATE_TLS_AUTH, but is ${method}`);
  }
  if (usesIam(props) && props.roleHasPermissions !== true && isConnection(clusterArn)) {
    throw refuse('iamAuthentication needs the ARN of the cluster, but clusterArn is that of a connection');
  }
}

function statementsFor(props: ManagedKafkaEventSourceProps): readonly iam.PolicyStatement[] {
  const { clusterArn, topic, consumerGroupId, secret } = props;
  return [
    ...clusterStatements(clusterArn, secret !== undefined),
    networkStatement(),
    ...(usesIam(props) && !isConnection(clusterArn) ? clientStatements(clusterArn, topic, consumerGroupId) : []),
    ...secretStatements(secret),
  ];
}
