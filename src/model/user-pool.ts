/** Who the tokens of a user pool say that they are from; undefined when the ARN is of something else. */
export function issuerOfPool(arn: string): string | undefined {
  const [, partition, , region, , resource = ''] = arn.split(':');
  const [kind, id] = resource.split('/');
  if (kind !== 'userpool' || id === undefined) return undefined;
  return `https://cognito-idp.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}/${id}`;
}
