import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** A way from inside a VPC to one AWS service. */
export class ServiceEndpoint {
  /**
   * A gateway endpoint: for S3 and DynamoDB, free of charge; it works for the subnets whose route tables it is in.
   *
   * @param service such as `ec2.GatewayVpcEndpointAwsService.S3`
   */
  public static gateway(service: ec2.IGatewayVpcEndpointService): ServiceEndpoint {
    return new ServiceEndpoint(service.name, service, undefined);
  }

  /**
   * An interface endpoint, paid by the hour and by the zone; with private DNS it works in the whole VPC.
   *
   * @param service such as `ec2.InterfaceVpcEndpointAwsService.SQS`
   */
  public static privateLink(service: ec2.IInterfaceVpcEndpointService): ServiceEndpoint {
    return new ServiceEndpoint(service.name, undefined, service);
  }

  private constructor(
    /** @internal */
    public readonly _name: string,
    /** @internal */
    public readonly _gateway: ec2.IGatewayVpcEndpointService | undefined,
    /** @internal */
    public readonly _interface: ec2.IInterfaceVpcEndpointService | undefined,
  ) {}
}
