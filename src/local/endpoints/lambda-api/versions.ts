import type { FunctionConfiguration, PublishVersionRequest } from '@aws-sdk/client-lambda';
import type { AwsError } from '../../engine/aws-error';
import type { Located } from '../../engine/registry/locate';
import { latestOf, type Registered } from '../../engine/registry/state';
import { type Publication, publishVersion as publish } from '../../engine/registry/versions';
import type { Given } from '../../engine/service-port';
import { versionView } from './configuration-view';
import { type Context, find, isError, type LambdaOperation, notEmulated } from './context';

/** VER-01 to VER-06. */
export const publishVersion: LambdaOperation<Given<PublishVersionRequest>, FunctionConfiguration> = async (input, context) => {
  if (input.PublishTo !== undefined) return notEmulated('PublishVersion', 'PublishTo', 'leave it out.');
  const prepared = await prepare(input, context);
  if (isError(prepared)) return prepared;
  const { located, publication } = prepared;
  const version = context.registry.change((state, moment) =>
    publish(
      state,
      located.fn,
      {
        ...publication,
        ...(input.Description !== undefined && { description: input.Description }),
        ...(input.CodeSha256 !== undefined && { expectedSha256: input.CodeSha256 }),
        ...(input.RevisionId !== undefined && { revisionId: input.RevisionId }),
      },
      moment,
    ),
  );
  if (isError(version)) return version;
  return versionView(located.fn, version, `${located.fn.arn}:${version.number}`, context);
};

/** While the code is looked at, the function may become another; then that one's is. */
async function prepare(
  input: { readonly FunctionName: string },
  context: Context,
): Promise<{ readonly located: Located; readonly publication: CodeOfVersion } | AwsError> {
  for (;;) {
    const before = find(context, input);
    if (isError(before)) return before;
    const publication = await publicationOf(before.fn, context);
    const located = find(context, input);
    if (isError(located)) return located;
    if (latestOf(located.fn).configuration.code === latestOf(before.fn).configuration.code) return { located, publication };
  }
}

type CodeOfVersion = Pick<Publication, 'codeSha256' | 'kept'>;

/** The code of `$LATEST`, in a place where nothing changes it. */
async function publicationOf(fn: Registered, { code }: Context): Promise<CodeOfVersion> {
  const present = latestOf(fn).configuration.code;
  const kept = await code.keep(present);
  const { sha256 } = await code.facts(present);
  return { codeSha256: sha256, kept };
}
