import type { HttpAuthorizer, HttpRoute } from '../../model/http-api';
import { HTTP_AUTHORIZER_TTL_SECONDS } from '../../spec/http-api';
import { defined, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { OpenApiMembers, payloadFormat } from './openapi-members';
import { problemIn } from './openapi-parts';
import { type OpenApiScheme, ownAuthorization, requirementsOf, schemesIn, whySchemesUnknown } from './openapi-security';
import { sourcesOf } from './rest-authorizer';

type Access = Pick<HttpRoute, 'authorization' | 'authorizer' | 'scopes'>;

const NAME = 'x-amazon-apigateway-authorizer';
/** SAM writes the name of no scheme where nobody has to be authorized. */
const NOBODY = 'NONE';
const SEVERAL = new Unresolved(
  'PROPERTY_INVALID',
  'it has several security requirements, and API Gateway refuses documents with more than one of an operation',
);
const OPENID_CONFIGURATION = /\/\.well-known\/openid-configuration$/;

/** Who may call the operations of a document. */
export class HttpOpenApiSecurity {
  private readonly schemes: ReadonlyMap<string, OpenApiScheme>;

  constructor(
    private readonly document: Json,
    private readonly resource: Resource,
    /** Is told, as a sentence, what is not carried out. */
    private readonly note: (problem: string) => void,
  ) {
    this.schemes = new Map(schemesIn(document).map((scheme) => [scheme.name, scheme]));
  }

  /** Throws when that cannot be told: served to everybody, it would be another operation. */
  accessOf(operation: Json): Access {
    const own = ownAuthorization(operation);
    const required = requirementsOf(operation, this.document);
    const asked = required.flatMap((each) => Object.entries(each)).filter(([name]) => !this.isNobody(name));
    if (required.length > 1 || asked.length > 1) throw SEVERAL;
    const [name, scopes = []] = asked[0] ?? [];
    if (name === undefined) return { authorization: own === 'AWS_IAM' ? 'AWS_IAM' : 'NONE' };
    const scheme = this.schemes.get(name);
    if (scheme === undefined) {
      const why = `its security names ${name}, which is no security scheme of the document`;
      throw whySchemesUnknown(this.document) ?? new Unresolved('REFERENCE_UNKNOWN', why);
    }
    if (own !== undefined && (own !== 'AWS_IAM' || !scheme.isIam)) throw SEVERAL;
    if (scheme.isIam) return { authorization: 'AWS_IAM' };
    const authorizer = this.authorizerOf(scheme);
    return {
      authorization: authorizer.type === 'JWT' ? 'JWT' : 'CUSTOM',
      authorizer,
      ...(authorizer.type === 'JWT' && scopes.length > 0 && { scopes }),
    };
  }

  private isNobody(name: string): boolean {
    return name === NOBODY && !this.schemes.has(name);
  }

  private authorizerOf({ name, scheme, authorizer }: OpenApiScheme): HttpAuthorizer {
    const problem = problemIn(scheme);
    if (problem !== undefined) throw problem;
    if (!isObject(authorizer)) {
      throw new Unresolved('PROPERTY_INVALID', `the security scheme ${name} has no ${NAME}, so that it is unknown who may call`);
    }
    const members = new OpenApiMembers(authorizer, `${NAME} of ${name}`);
    const id = this.resource.madeUp(6, 'lower', `authorizer ${name}`);
    const type = members.text('type')?.toLowerCase();
    if (type === 'jwt') return { type: 'JWT', id, name, ...this.tokensOf(name, scheme, members, authorizer) };
    if (type !== 'request') {
      const written = type === undefined ? 'has no type' : `is of type ${type}`;
      throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} ${written}, and those of HTTP APIs are jwt or request`);
    }
    const uri = members.text('authorizerUri');
    if (uri === undefined) throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} has no authorizerUri`);
    const format = payloadFormat(members, 'authorizerPayloadFormatVersion');
    if (format === undefined) {
      this.note(
        `The authorizer ${name} has no authorizerPayloadFormatVersion, which HTTP APIs require; it is asked in version 1.0.`,
      );
    }
    return defined<HttpAuthorizer>({
      ...{ type: 'REQUEST', id, name, uri },
      identitySources: sources(name, authorizer, members),
      payloadFormat: format ?? '1.0',
      simpleResponses: members.flag('enableSimpleResponses') ?? false,
      ttlSeconds: members.number('authorizerResultTtlInSeconds') ?? HTTP_AUTHORIZER_TTL_SECONDS,
      credentialsArn: members.text('authorizerCredentials'),
    });
  }

  private tokensOf(name: string, scheme: Json | undefined, members: OpenApiMembers, authorizer: Json) {
    const configuration = new OpenApiMembers(member(authorizer, 'jwtConfiguration'), `jwtConfiguration of ${name}`);
    const found = new OpenApiMembers(scheme, name).text('openIdConnectUrl')?.replace(OPENID_CONFIGURATION, '');
    const issuer = configuration.text('issuer') ?? found;
    const identitySources = sources(name, authorizer, members);
    if (issuer === undefined) throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} has no issuer`);
    if (identitySources.length === 0) {
      throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} has no identitySource`);
    }
    return { issuer, audience: configuration.texts('audience') ?? [], identitySources };
  }
}

/** In a text with commas, or in a list as SAM writes it. */
function sources(name: string, authorizer: Json, members: OpenApiMembers): readonly string[] {
  const isListed = Array.isArray(member(authorizer, 'identitySource'));
  const found = isListed ? (members.texts('identitySource') ?? []) : sourcesOf(members.text('identitySource') ?? '');
  const foreign = found.find((each) => !each.startsWith('$'));
  if (foreign === undefined) return found;
  throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} looks at ${foreign}, which HTTP APIs do not have`);
}
