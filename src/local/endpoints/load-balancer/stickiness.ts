import type { ListenerAction } from '../../../model/load-balancer';
import { ALB_GROUP_COOKIES } from '../../../spec/load-balancer';
import type { Asked } from './asked';

type Forward = Extract<ListenerAction, { kind: 'forward' }>;

/** The group that the client's cookie names, where it is one of the action's. */
export function stuckGroup({ groups, stickySeconds }: Forward, { seen }: Asked): string | undefined {
  if (stickySeconds === undefined) return undefined;
  const cookies = seen.headers.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(';'));
  for (const name of ALB_GROUP_COOKIES) {
    const written = cookies.find((cookie) => cookie.trim().startsWith(`${name}=`))?.trim();
    const arn = written && Buffer.from(written.slice(name.length + 1), 'base64url').toString();
    if (groups.some((group) => group.arn === arn)) return arn;
  }
  return undefined;
}

/** The headers by which a client stays with a group. */
export function stickyCookies({ stickySeconds }: Forward, arn: string, { listener }: Asked, now: number): readonly string[] {
  if (stickySeconds === undefined) return [];
  const value = Buffer.from(arn).toString('base64url');
  const common = `Expires=${new Date(now + stickySeconds * 1000).toUTCString()}; Path=/`;
  const cors = listener.protocol === 'HTTPS' ? 'SameSite=None; Secure' : 'SameSite=None';
  const [plain, forCors] = ALB_GROUP_COOKIES;
  return ['Set-Cookie', `${plain}=${value}; ${common}`, 'Set-Cookie', `${forCors}=${value}; ${common}; ${cors}`];
}
