import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { FUNCTION_NAME } from '../../../spec/function-name';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { type AwsError, awsError } from '../../engine/aws-error';
import { createFunction as create } from '../../engine/registry/functions';
import { notFound } from '../../engine/registry/not-found';
import { invalidParameter } from '../../engine/registry/preconditions';
import { published } from '../../engine/registry/versions';
import type { Given } from '../../engine/service-port';
import { parseReference } from '../../engine/target';
import { latestView, versionView } from './configuration-view';
import { type Context, isError, type LambdaOperation, notEmulated } from './context';
import { refusedMember } from './refused-members';
import { defaultConfiguration, withSettings } from './settings';
import { detected, violation } from './shape-errors';
import { tagError } from './tags';
import { codeFrom } from './uploads';

/** FN-01 to FN-16, FN-21, FN-80. */
export const createFunction: LambdaOperation<Given<CreateFunctionRequest>, FunctionConfiguration> = async (input, context) => {
  const reference = parseReference(input.FunctionName, undefined);
  if (isError(reference)) return reference;
  const { name, region = context.region, account = context.account } = reference;
  if (name.length > (FUNCTION_NAME.max ?? 0)) {
    const tooLong = violation(name, 'functionName', `Member must have length less than or equal to ${FUNCTION_NAME.max}`);
    return invalidParameter(detected([tooLong]));
  }
  const elsewhere = elsewhereError(region, account, context);
  if (elsewhere) return elsewhere;
  const refused = refusedMember('CreateFunction', input) ?? (input.Tags && tagError(input.Tags));
  if (refused) return refused;
  if (input.PackageType === 'Image') return notEmulated('CreateFunction', 'PackageType Image', 'give a .zip archive.');
  if (!input.Runtime || !input.Handler) {
    return invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
  const source = await codeFrom(input.Code, context);
  if (isError(source)) return source;
  const bare = { ...defaultConfiguration(name), code: source.code, roleArn: input.Role };
  const architecture = input.Architectures?.[0] ?? bare.architecture;
  const latest = withSettings({ configuration: { ...bare, architecture } }, input, { name, region, creates: true }, context);
  if (isError(latest)) return latest;
  const cannotRun = context.refuses(latest.configuration);
  if (cannotRun !== undefined) return awsError('NotEmulatedException', 400, cannotRun);

  const arn = `arn:${partitionOf(region).id}:lambda:${region}:${account}:function:${name}`;
  const fn = context.registry.change((state, moment) =>
    create(state, { name, arn, account, region, tags: input.Tags ?? {}, ...latest }, moment),
  );
  if (isError(fn)) return fn;
  if (!input.Publish) return latestView(fn, arn, context);
  const publication = { codeSha256: source.sha256, kept: source.code };
  const pendingUntil = fn.condition.is === 'creating' ? fn.condition.until : undefined;
  const version = context.registry.change((state, moment) => published(state, fn, publication, moment, pendingUntil));
  // With the ARN of the function, though it is the version that is told of (recorded).
  return isError(version) ? version : versionView(fn, version, arn, context);
};

/** ERR-07, ERR-08: a name that says another Region or account than that of the call. */
function elsewhereError(region: string, account: string, context: Context): AwsError | undefined {
  if (region !== context.region) {
    return notFound(`Functions from '${region}' are not reachable in this region ('${context.region}')`);
  }
  if (account === context.account) return undefined;
  return awsError(
    'AccessDeniedException',
    403,
    `Functions of account ${account} cannot be created by account ${context.account}.`,
  );
}
