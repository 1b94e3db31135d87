import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { JsonWebKey, JsonWebKeySet } from '../../engine/tokens/json-web-keys';

export type Claims = Readonly<Record<string, unknown>>;

/** Claims of a token whose signature is one of the issuer's, or why it is not to be trusted; expiry is not looked at. */
export type Checked = { readonly claims: Claims } | { readonly refused: string };

/** API Gateway takes RSA signatures only. */
const ALGORITHMS: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };
const OWN_KEY_ID = 'lambda-kit';

/** Who may sign tokens: issuers with keys that were given, and the executor itself, for any issuer. */
export class JwtKeys {
  private own: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

  constructor(private readonly given: ReadonlyMap<string, JsonWebKeySet>) {}

  /** Whether the token is signed by one of the issuers, and says that it is from that one. */
  verify(token: string, issuers: readonly string[]): Checked {
    const parts = token.split('.');
    const [header, claims] = parts.slice(0, 2).map(decodedPart);
    if (parts.length !== 3) return { refused: 'token contains an invalid number of segments' };
    if (!header || !claims) return { refused: 'the token is no JSON in base64url' };
    const algorithm = ALGORITHMS[String(header.alg)];
    if (algorithm === undefined) return { refused: `signing method ${String(header.alg)} is invalid` };
    const issuer = claims.iss;
    if (typeof issuer !== 'string' || !issuers.includes(issuer)) return { refused: 'the token does not have a valid issuer' };
    if (typeof header.kid !== 'string') return { refused: 'the token does not have a kid in its header' };
    const keys = this.keysOf(issuer, header.kid);
    if ('refused' in keys) return keys;
    const signed = Buffer.from(parts.slice(0, 2).join('.'));
    const signature = Buffer.from(parts[2] as string, 'base64url');
    const isGenuine = keys.some((key) => verify(algorithm, signed, key, signature));
    return isGenuine ? { claims } : { refused: 'the signature of the token is invalid' };
  }

  /** A token with these claims that is taken as one of its issuer. */
  mint(claims: Claims): string {
    // Found out by whoever mints first: to make a pair of keys takes a while.
    this.own ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    const encoded = [{ alg: 'RS256', typ: 'JWT', kid: OWN_KEY_ID }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${encoded}.${sign('RSA-SHA256', Buffer.from(encoded), this.own.privateKey).toString('base64url')}`;
  }

  private keysOf(issuer: string, kid: string): readonly KeyObject[] | { readonly refused: string } {
    if (kid === OWN_KEY_ID && this.own) return [this.own.publicKey];
    const set = this.given.get(issuer);
    if (!set) return { refused: `no keys are given for the issuer ${issuer}, and none are fetched` };
    const keys = set.keys.filter((key) => key.kid === kid).flatMap((key) => keyOf(key) ?? []);
    return keys.length > 0 ? keys : { refused: `the issuer ${issuer} has no RSA key ${kid}` };
  }
}

function keyOf(key: JsonWebKey): KeyObject | undefined {
  try {
    const found = createPublicKey({ key, format: 'jwk' });
    return found.asymmetricKeyType === 'rsa' ? found : undefined;
  } catch {
    return undefined;
  }
}

function decodedPart(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
