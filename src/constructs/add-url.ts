import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ofKind } from './check';
import { ConstructError } from './construct-error';
import type { UrlOptions } from './function-url';
import { checkCallers } from './url-callers';
import { checkCors } from './url-cors';
import { warnOfStreaming } from './url-streaming';

/** aws-cdk-lib's own `addFunctionUrl` calls it so, too. */
const ID = 'FunctionUrl';

/** Gives a function or an alias a URL; the permissions are on the same qualifier. */
export function addUrl(target: lambda.IFunction, { auth, cors, invokeMode }: UrlOptions): lambda.FunctionUrl {
  if (target.node.tryFindChild(ID)) throw new ConstructError(target, 'URL_EXISTS', 'addUrl must be called once.');
  ofKind(target, 'auth', auth, 'a UrlAuth, as UrlAuth.iam() or UrlAuth.public()', (it) => it._callers);
  if (cors) checkCors(target, cors);
  checkCallers(target, auth._callers);
  if (invokeMode === lambda.InvokeMode.RESPONSE_STREAM) warnOfStreaming(target);

  const authType = auth._isPublic ? lambda.FunctionUrlAuthType.NONE : lambda.FunctionUrlAuthType.AWS_IAM;
  const url = new lambda.FunctionUrl(target, ID, { function: target, authType, cors, invokeMode });
  for (const caller of auth._callers) url.grantInvokeUrl(caller);
  return url;
}
