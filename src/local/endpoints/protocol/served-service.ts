import { AWS_SERVICES, type AwsServiceFacts } from '../../../spec/aws-services';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Gate } from '../../engine/identity/gate';
import type { AwsService, Call, Violation } from '../../engine/service-port';
import type { HttpResponse, RequestBody, RequestHead } from '../http';
import { isAwsChunked, withoutChunks } from './aws-chunked';
import { AWS_CBOR_TYPE } from './cbor-values';
import { CODECS } from './codec';
import { errorResponse } from './error-response';
import { fullErrorType } from './full-error-type';
import { Malformed } from './malformed';
import { missingMembers } from './required';
import { Routes } from './routes';
import { s3Head, s3Path } from './s3-place';
import { ServiceSchema } from './schema';
import type { OperationSchema } from './shape';
import type { Wire } from './wire';

/** The text of a file of `assets/aws`, read when a service is first called. */
export type SchemaText = (service: AwsService['id']) => string;

export const DEFAULT_BODY_LIMIT = 1_048_576;

/** What one request asks of a service. */
export interface Asked {
  readonly wire: Exclude<Wire, 'ec2'>;
  /** Undefined when the service has none of this name or at this place. */
  readonly operation: OperationSchema | undefined;
  /** For texts: the operation's name where it is known, otherwise what the request says. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
}

/** One service behind its protocols: from a request to its operation and back. */
export class ServedService {
  readonly facts: AwsServiceFacts;
  private schema: ServiceSchema | undefined;
  private routes: Routes | undefined;

  constructor(
    readonly service: AwsService,
    private readonly text: SchemaText,
  ) {
    this.facts = AWS_SERVICES[service.id];
  }

  get bodyLimit(): number {
    return this.service.bodyLimit ?? DEFAULT_BODY_LIMIT;
  }

  asked(head: RequestHead, body: RequestBody): Asked {
    const parameters = parametersOf(head, body);
    const named = operationName(head, parameters);
    if (named && !isRest(this.facts)) {
      const operation = this.schemaNow().operations.get(named.name);
      return { wire: named.wire, operation, name: named.name, labels: {}, parameters };
    }
    this.routes ??= new Routes(this.schemaNow().operations.values());
    const route = this.routes.find(head, this.service.id === 's3' ? s3Path(head) : head.rawPath);
    const name = route?.operation.name ?? `${head.method} ${head.rawPath}`;
    return { wire: restWire(this.facts), operation: route?.operation, name, labels: route?.labels ?? {}, parameters };
  }

  /** Calls the operation; fails for nothing but a bug. */
  async answer(asked: Asked, head: RequestHead, body: RequestBody, call: Call, gate?: Gate): Promise<HttpResponse> {
    const { wire, operation } = asked;
    if (!operation) return this.error(wire, unknownOperation(wire, asked.name), head, call);
    if (body === 'tooLarge') return this.error(wire, tooLarge(wire, this.bodyLimit, operation.name), head, call);
    const codec = CODECS[wire];
    let input: object;
    try {
      const whole = isAwsChunked(head.headers['content-encoding']) ? withoutChunks(body) : { body, trailers: {} };
      const given = wire === 's3' ? s3Head(head, whole.trailers) : head;
      input = codec.read({ head: given, body: whole.body, operation, labels: asked.labels, parameters: asked.parameters });
    } catch (error) {
      if (error instanceof Malformed) return this.error(wire, malformed(wire, error), head, call);
      throw error;
    }
    const missing = operation.input ? missingMembers(operation.input, input) : [];
    if (missing.length > 0) return this.error(wire, (this.service.invalid ?? invalid(wire))(missing), head, call);
    const refused = gate?.refusal(this.service.id, operation.name, input, call);
    if (refused) return this.error(wire, refused, head, call);
    const run = this.service.operations[operation.name] as (input: object, call: Call) => unknown;
    const refusal = gate && ((name: string, part: object) => gate.refusal(this.service.id, name, part, call));
    const output = await run(input, refusal ? { ...call, refusal } : call);
    if (isAwsError(output)) return this.error(wire, output, head, call);
    return codec.write(operation, (output ?? {}) as object, call.requestId, this.facts, head);
  }

  error(
    wire: Wire,
    { type, status, message, details }: AwsError,
    head: RequestHead,
    call: Pick<Call, 'requestId'>,
  ): HttpResponse {
    const shape = this.schemaNow().error(type);
    return errorResponse(
      wire,
      {
        ...{ type, status, message, fullType: fullErrorType(type, this.facts, shape !== undefined) },
        ...(shape && { shape }),
        ...(details && { members: details }),
      },
      call.requestId,
      head,
    );
  }

  private schemaNow(): ServiceSchema {
    this.schema ??= ServiceSchema.parse(this.text(this.service.id));
    return this.schema;
  }
}

/** Of the form in the body, and of the query. */
function parametersOf({ headers, rawQuery }: RequestHead, body: RequestBody): URLSearchParams {
  const parameters = new URLSearchParams(rawQuery);
  if (body === 'tooLarge' || !headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return parameters;
  for (const [name, value] of new URLSearchParams(body.toString())) parameters.append(name, value);
  return parameters;
}

/** Where the protocol names the operation itself. */
function operationName(head: RequestHead, parameters: URLSearchParams): { name: string; wire: Asked['wire'] } | undefined {
  const target = head.headers['x-amz-target'];
  if (typeof target === 'string') {
    const isCbor = head.headers['content-type']?.startsWith(AWS_CBOR_TYPE);
    return { name: target.slice(target.indexOf('.') + 1), wire: isCbor ? 'awsCbor' : 'json' };
  }
  if (head.headers['smithy-protocol'] === 'rpc-v2-cbor') return { name: head.rawPath.split('/')[4] ?? '', wire: 'cbor' };
  const action = parameters.get('Action');
  return action === null ? undefined : { name: action, wire: 'query' };
}

function isRest({ protocol }: AwsServiceFacts): boolean {
  return protocol === 'restJson1' || protocol === 'restXml';
}

function restWire({ protocol, signingName }: AwsServiceFacts): Asked['wire'] {
  if (signingName === 's3') return 's3';
  if (protocol === 'restXml') return 'xml';
  return protocol === 'query' ? 'query' : protocol === 'restJson1' ? 'restJson' : 'json';
}

function isAwsError(output: unknown): output is AwsError {
  return typeof output === 'object' && output !== null && (output as AwsError).kind === 'awsError';
}

function unknownOperation(wire: Wire, name: string): AwsError {
  if (wire === 'query') return awsError('InvalidAction', 400, `The action ${name} is not valid for this web service.`);
  if (wire === 's3') return awsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');
  return awsError(
    'UnknownOperationException',
    wire === 'json' || wire === 'awsCbor' ? 400 : 404,
    `There is no operation ${name}.`,
  );
}

export function tooLarge(wire: Wire, limit: number, operation?: string): AwsError {
  if (wire === 's3')
    return awsError('EntityTooLarge', 400, `Your proposed upload exceeds the ${limit} bytes that lambda-kit takes.`);
  const message = `Request must be smaller than ${limit} bytes for the ${operation} operation`;
  return awsError('RequestEntityTooLargeException', 413, message);
}

function malformed(wire: Wire, { message, code }: Malformed): AwsError {
  if (wire === 'xml' || wire === 's3') return awsError(code ?? 'MalformedXML', 400, message);
  return awsError(wire === 'query' ? 'MalformedInput' : 'SerializationException', 400, message);
}

/** As the validator in front of most services says it (ERR-03). */
function invalid(wire: Wire): (violations: readonly Violation[]) => AwsError {
  return (violations) => {
    const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
    const message = count + violations.map((violation) => violation.message).join('; ');
    return awsError(wire === 'query' ? 'ValidationError' : 'ValidationException', 400, message);
  };
}
