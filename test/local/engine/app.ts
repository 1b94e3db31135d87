import type { Alias, AsyncConfiguration, FunctionConfiguration, LambdaFunction } from '../../../src/model/function';

export function configuration(given: Partial<FunctionConfiguration> = {}): FunctionConfiguration {
  return {
    packageType: 'Zip',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: { kind: 'inline', source: '' },
    layers: [],
    architecture: 'x86_64',
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    environment: {},
    roleArn: 'arn:aws:iam::000000000000:role/made-up',
    description: '',
    tracing: 'PassThrough',
    logging: { format: 'Text', group: '/aws/lambda/made-up' },
    ...given,
  };
}

/** A function as the assembly would give it; `versions` are numbers of versions that are like `$LATEST`. */
export function lambdaFunction(
  name: string,
  given: Partial<Omit<LambdaFunction, 'versions' | 'aliases' | 'configuration' | 'asyncConfigurations'>> & {
    versions?: readonly string[];
    aliases?: readonly Omit<Alias, 'address'>[];
    configuration?: Partial<FunctionConfiguration>;
    asyncConfigurations?: readonly AsyncConfiguration[];
  } = {},
): LambdaFunction {
  const address = { stack: 'App', logicalId: name, path: `App/${name}` };
  const own = configuration(given.configuration);
  return {
    address,
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    account: '000000000000',
    region: 'us-east-1',
    urls: [],
    permissions: [],
    ...given,
    configuration: own,
    asyncConfigurations: given.asyncConfigurations ?? [],
    versions: (given.versions ?? []).map((number) => ({ address, number, configuration: own })),
    aliases: (given.aliases ?? []).map((alias) => ({ address, ...alias })),
  };
}
