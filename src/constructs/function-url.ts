import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Who may call a function URL.
 *
 * Since October 2025 a caller needs two permissions, `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction`; both factories give
 * both, the second only for calls that come through the URL.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export class UrlAuth {
  /**
   * Everyone on the internet, without a signature.
   */
  public static public(): UrlAuth {
    return new UrlAuth(true, []);
  }

  /**
   * Signed requests of the callers named here, and of those that `grantInvokeUrl` of the URL names later.
   *
   * Roles and users of the app get the permissions in their own policies; other accounts, organizations and services get them
   * in the function's policy. Callers of another account need them in their own policies besides.
   *
   * A CloudFront distribution is not named here: `UrlDistribution` gives itself the permissions.
   *
   * @param callers roles, users, accounts, organizations, or services with a condition that says for whom they call; fails when the
   * same one is there twice, and when everyone is
   */
  public static iam(...callers: iam.IGrantable[]): UrlAuth {
    return new UrlAuth(false, callers);
  }

  private constructor(
    /** @internal */
    public readonly _isPublic: boolean,
    /** @internal */
    public readonly _callers: iam.IGrantable[],
  ) {}
}

export interface UrlOptions {
  /** Who may call the URL: `UrlAuth.iam()` or `UrlAuth.public()`. */
  readonly auth: UrlAuth;

  /**
   * What pages of other origins may do. Lambda answers their preflight requests itself and adds the headers to every response.
   *
   * @default - No headers are added, and preflight requests reach the function.
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
   */
  readonly cors?: lambda.FunctionUrlCorsOptions;

  /**
   * Whether the response is sent at its end, or as the function writes it.
   *
   * @default lambda.InvokeMode.BUFFERED
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
   */
  readonly invokeMode?: lambda.InvokeMode;
}
