import type {
  DeleteFunctionRequest,
  FunctionConfiguration,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { FunctionConfiguration as FunctionSettings } from '../../../model/function';
import { type AwsError, awsError } from '../../engine/aws-error';
import { busy } from '../../engine/registry/change';
import { deleteFunction as remove, updateFunction } from '../../engine/registry/functions';
import { invalidParameter, revisionError } from '../../engine/registry/preconditions';
import { latestOf } from '../../engine/registry/state';
import { published } from '../../engine/registry/versions';
import type { Given } from '../../engine/service-port';
import { latestView, versionView } from './configuration-view';
import { type Context, find, isError, type LambdaOperation } from './context';
import { refusedMember } from './refused-members';
import { withSettings } from './settings';
import { codeFrom } from './uploads';

/** FN-21 to FN-24, FN-29, FN-81, FN-83, VER-06. */
export const updateFunctionCode: LambdaOperation<Given<UpdateFunctionCodeRequest>, FunctionConfiguration> = async (
  input,
  context,
) => {
  const before = find(context, input);
  if (isError(before)) return before;
  const refused = refusedMember('UpdateFunctionCode', input);
  if (refused) return refused;
  if (before.fn.configuration.packageType === 'Zip' && input.ImageUri !== undefined) {
    return invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");
  }
  if (before.fn.configuration.packageType === 'Image' && input.ImageUri === undefined) {
    return invalidParameter('Please provide ImageUri when updating a function with packageType Image.');
  }
  const source = await codeFrom(input, context);
  if (isError(source)) return source;
  // The archive was unpacked in the meantime, so the function may be another by now.
  const located = find(context, input);
  if (isError(located)) return located;
  const { fn } = located;
  const present = latestOf(fn);
  const architecture = input.Architectures?.[0] ?? present.configuration.architecture;
  const next = { ...present, configuration: { ...present.configuration, code: source.code, architecture } };
  const cannotRun = unrunnable(present.configuration, next.configuration, context);
  if (cannotRun) return cannotRun;
  if (input.DryRun) {
    const failed = busy(fn) ?? revisionError(input.RevisionId, fn.revisionId);
    return failed ?? latestView({ ...fn, ...next }, fn.arn, context);
  }
  const changed = context.registry.change((state, moment) => updateFunction(state, fn, next, input.RevisionId, moment));
  if (isError(changed)) return changed;
  if (!input.Publish) return latestView(changed, changed.arn, context);
  const publication = { codeSha256: source.sha256, kept: source.code };
  const pendingUntil = changed.condition.is === 'updating' ? changed.condition.until : undefined;
  const version = context.registry.change((state, moment) => published(state, changed, publication, moment, pendingUntil));
  return isError(version) ? version : versionView(changed, version, `${fn.arn}:${version.number}`, context);
};

/** FN-44, FN-63, FN-81, FN-83. */
export const updateFunctionConfiguration: LambdaOperation<Given<UpdateFunctionConfigurationRequest>, FunctionConfiguration> = (
  input,
  context,
) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const { fn } = located;
  const refused = refusedMember('UpdateFunctionConfiguration', input);
  if (refused) return refused;
  const present = latestOf(fn);
  const next = withSettings(present, input, { name: fn.name, region: fn.region, creates: false }, context);
  if (isError(next)) return next;
  const cannotRun = unrunnable(present.configuration, next.configuration, context);
  if (cannotRun) return cannotRun;
  const changed = context.registry.change((state, moment) => updateFunction(state, fn, next, input.RevisionId, moment));
  return isError(changed) ? changed : latestView(changed, fn.arn, context);
};

/** FN-84, VER-09. */
export const deleteFunction: LambdaOperation<Given<DeleteFunctionRequest>, { readonly StatusCode: number }> = (
  input,
  context,
) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const refused = context.registry.change((state) => remove(state, located.fn, located.qualifier));
  return isError(refused) ? refused : { StatusCode: 204 };
};

/** A change that leaves a function as one that cannot be run here; one that could not be run before is not held to it. */
function unrunnable(before: FunctionSettings, after: FunctionSettings, { refuses }: Context): AwsError | undefined {
  const why = refuses(after);
  return why === undefined || refuses(before) !== undefined ? undefined : awsError('NotEmulatedException', 400, why);
}
