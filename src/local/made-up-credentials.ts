import type { Application } from '../model/application';
import type { LambdaFunction } from '../model/function';
import { partitionOf } from '../spec/pseudo-parameters';
import type { Chance } from './chance-port';
import type { Identity } from './endpoints/sigv4';
import type { RoleSession } from './engine/service-port';

/** What whoever runs the app signs with: easy to type, and worth nothing anywhere else. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** The credentials of one run: those of the person at the keyboard, and those of each function's role. */
export class MadeUpCredentials {
  /** Where calls belong that tell nothing else: the account and the region of the app's first function. */
  readonly home: { readonly account: string; readonly region: string };
  private readonly holders = new Map<string, Identity>();
  private readonly byRole = new Map<string, { accessKeyId: string; secretAccessKey: string; sessionToken: string }>();

  constructor(
    application: Application,
    private readonly chance: Chance,
  ) {
    const first = application.functions[0] ?? application.stacks[0];
    const account = first?.account ?? '000000000000';
    this.home = { account, region: first?.region ?? 'us-east-1' };
    this.holders.set(LOCAL_CREDENTIALS.accessKeyId, {
      secretAccessKey: LOCAL_CREDENTIALS.secretAccessKey,
      account,
      arn: `arn:${partitionOf(this.home.region).id}:iam::${account}:user/local`,
      userId: 'AIDALOCAL',
      allows: 'everything',
    });
  }

  holderOf(accessKeyId: string): Identity | undefined {
    return this.holders.get(accessKeyId);
  }

  /** The same for every environment of one function (FN-93) with that role; a version may have another than the function now. */
  of(fn: LambdaFunction, roleArn = fn.configuration.roleArn) {
    const { arn, name, address } = fn;
    const session = { roleArn, function: { arn, name, path: address.path } };
    return this.session(`${arn} ${roleArn}`, roleArn, fn.account, name, session);
  }

  /** Of a role that an API takes on to call a service. */
  ofRole(roleArn: string) {
    const account = roleArn.split(':')[4] || this.home.account;
    return this.session(roleArn, roleArn, account, 'BackplaneAssumeRoleSession');
  }

  private session(key: string, roleArn: string, account: string, name: string, session?: RoleSession) {
    const known = this.byRole.get(key);
    if (known) return known;
    const role = roleArn.split('/').at(-1) ?? 'role';
    const partition = roleArn.split(':')[1] ?? partitionOf(this.home.region).id;
    const id = this.chance.hex(16).toUpperCase();
    const credentials = {
      accessKeyId: `LOCAL${id}`,
      secretAccessKey: this.chance.hex(40),
      sessionToken: this.chance.hex(64),
    };
    this.byRole.set(key, credentials);
    this.holders.set(credentials.accessKeyId, {
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      account,
      arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${name}`,
      userId: `AROA${id}:${name}`,
      ...(session && { session }),
      allows: 'everything',
    });
    return credentials;
  }
}
