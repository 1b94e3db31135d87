import type { GatewayError } from './ending';
import { mediaType } from './media-types';
import { headerValue, queryValue } from './request-values';
import type { RestCall } from './rest-call';

/** Why a value is not of a model, as a sentence; undefined when it is. */
export type ValidateModel = (modelName: string, value: unknown) => Promise<string | undefined> | string | undefined;

/** Why the request is not as its method wants it; undefined when it is, or when nobody asks. */
export async function requestFlaw(call: RestCall, validate: ValidateModel): Promise<GatewayError | undefined> {
  const { validator } = call.method;
  if (validator?.parameters) {
    const missing = missingParameters(call);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(', ')}]`;
      return { type: 'BAD_REQUEST_PARAMETERS', message, refused: message };
    }
  }
  const why = validator?.body ? await bodyFlaw(call, validate) : undefined;
  if (why === undefined) return undefined;
  return { type: 'BAD_REQUEST_BODY', message: 'Invalid request body', validationError: why, refused: why };
}

/** A parameter without a value is missing, too. */
function missingParameters(call: RestCall): readonly string[] {
  return Object.entries(call.method.requestParameters)
    .filter(([, required]) => required)
    .map(([source]) => /^method\.request\.(header|querystring|path)\.(.+)$/.exec(source) ?? [])
    .filter(([, kind, name = '']) => {
      if (kind === undefined) return false;
      const value =
        kind === 'header' ? headerValue(call, name) : kind === 'path' ? call.pathParameters[name] : queryValue(call, name);
      return value === undefined || value.trim() === '';
    })
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([, , name = '']) => name);
}

/** Bodies of a type that has no model are not looked at. A request without a body is taken for an empty object. */
async function bodyFlaw({ head, body, method }: RestCall, validate: ValidateModel): Promise<string | undefined> {
  const type = mediaType(head.headers['content-type']) ?? 'application/json';
  const models = Object.entries(method.requestModels);
  const model = models.find(([each]) => mediaType(each) === type)?.[1] ?? method.requestModels.$default;
  if (model === undefined) return undefined;
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch (error) {
    return `the body is not JSON: ${(error as Error).message}`;
  }
  return validate(model, value);
}
