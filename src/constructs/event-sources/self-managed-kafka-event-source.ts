import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { AuthenticationMethod } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Stack, Token } from 'aws-cdk-lib/core';
import { md5hash } from 'aws-cdk-lib/core/lib/helpers-internal';
import { BOOTSTRAP_SERVER, BOOTSTRAP_SERVERS, SOURCE_ACCESS } from '../../spec/event-sources/kafka';
import { fitting, within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { checkFailureTopic, checkKafka } from './kafka-check';
import type { KafkaEventSourceProps } from './kafka-options';
import { consumerConfig, kafkaProperties } from './kafka-properties';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { nameOfArn } from './source-arn';
import { networkStatement, secretStatements } from './source-statements';

/** What can be said of a function that reads a topic of a Kafka cluster of one's own. */
export interface SelfManagedKafkaEventSourceProps extends KafkaEventSourceProps {
  /** The servers of the cluster that Lambda asks first: 1 to 10, each as `host:port`. */
  readonly bootstrapServers: string[];

  /**
   * The VPC through which Lambda reaches the cluster; with `vpcSubnets` and `securityGroup`.
   *
   * @default - Lambda reaches the cluster over the internet, for which it needs a `secret`.
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the `vpc` in which Lambda reaches the cluster.
   *
   * @default - None; needed with `vpc`.
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security group with which Lambda reaches the cluster.
   *
   * @default - None; needed with `vpc`.
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * What the secret is for. Not without `secret`.
   *
   * @default AuthenticationMethod.SASL_SCRAM_512_AUTH
   */
  readonly authenticationMethod?: AuthenticationMethod;

  /**
   * The secret with the root certificate of the brokers, when a private authority has signed theirs. The role of the function may read
   * it.
   *
   * @default - A public authority has signed them.
   */
  readonly rootCACertificate?: secretsmanager.ISecret;
}

/**
 * A topic of a Kafka cluster of one's own that a function reads, in a VPC or over the internet.
 *
 * The function's role may read the secrets and, for a cluster in a VPC, do what Lambda needs with network interfaces. Fails when
 * Lambda would refuse the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
export class SelfManagedKafkaEventSource extends PolledEventSource {
  /** @internal */
  protected readonly _place: Place = { node: { path: 'SelfManagedKafkaEventSource' } };
  private readonly props: SelfManagedKafkaEventSourceProps;

  constructor(props: SelfManagedKafkaEventSourceProps) {
    super();
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { props } = this;
    const { bootstrapServers: servers, topic, secret, rootCACertificate, vpc } = props;
    checkServers(target, servers);
    checkKafka(target, props);
    checkAccess(target, props);
    const access = accessOf(props);
    within(target, 'vpcSubnets', access.length, SOURCE_ACCESS);

    const mapping = readBy(target, {
      kind: 'self-managed-kafka',
      id: `KafkaEventSource:${md5hash(JSON.stringify(Stack.of(target).resolve(servers)))}:${nameOfArn(target, topic)}`,
      source: { kafkaBootstrapServers: servers },
      environment: {},
      statements: [...(vpc ? [networkStatement()] : []), ...secretStatements(secret), ...secretStatements(rootCACertificate)],
      options: props,
      more: kafkaProperties(props, access),
      kafkaTopics: (name) => {
        checkFailureTopic(target, name, props);
        return [];
      },
    });
    const resource = mapping.node.defaultChild as lambda.CfnEventSourceMapping;
    resource.selfManagedKafkaEventSourceConfig = consumerConfig(mapping, target, props);
    this._keep(mapping);
  }
}

/** ESM-14. */
function checkServers(place: Place, servers: readonly string[]): void {
  if (Token.isUnresolved(servers)) return;
  within(place, 'bootstrapServers', servers.length, BOOTSTRAP_SERVERS);
  for (const [i, server] of servers.entries()) fitting(place, `bootstrapServers[${i}]`, server, BOOTSTRAP_SERVER);
}

/** ESM-53, KAF-03. */
function checkAccess(place: Place, props: SelfManagedKafkaEventSourceProps): void {
  const { vpc, vpcSubnets, securityGroup, secret, authenticationMethod: method } = props;
  for (const [prop, value] of Object.entries({ vpcSubnets, securityGroup })) {
    if ((vpc === undefined) === (value === undefined)) continue;
    const message = vpc ? `${prop} must be given together with vpc (KAF-04).` : `${prop} must not be given without vpc (KAF-04).`;
    throw new ConstructError(place, 'KAFKA_VPC_INCOMPLETE', message);
  }
  if (method !== undefined && secret === undefined) {
    const message = `authenticationMethod ${method} must not be given without a secret (KAF-03).`;
    throw new ConstructError(place, 'KAFKA_AUTHENTICATION', message);
  }
  if (vpc !== undefined || secret !== undefined) return;
  throw new ConstructError(place, 'KAFKA_ACCESS_MISSING', 'secret must be given for a cluster without a vpc (ESM-53).');
}

function accessOf(props: SelfManagedKafkaEventSourceProps): readonly lambda.SourceAccessConfiguration[] {
  const { vpc, vpcSubnets, securityGroup, secret, rootCACertificate } = props;
  const types = lambda.SourceAccessConfigurationType;
  const subnetIds = vpc?.selectSubnets(vpcSubnets).subnetIds ?? [];
  return [
    ...(secret ? [{ type: types.of(props.authenticationMethod ?? 'SASL_SCRAM_512_AUTH'), uri: secret.secretArn }] : []),
    ...(rootCACertificate ? [{ type: types.SERVER_ROOT_CA_CERTIFICATE, uri: rootCACertificate.secretArn }] : []),
    ...(securityGroup ? [{ type: types.VPC_SECURITY_GROUP, uri: securityGroup.securityGroupId }] : []),
    ...subnetIds.map((uri) => ({ type: types.VPC_SUBNET, uri })),
  ];
}
