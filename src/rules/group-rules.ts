import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import { byText } from './vpc-functions';

/** The rules of a security group for one direction, those made beside it as well; undefined when it has none of its own. */
export function rulesOf(group: Declaration, direction: 'Ingress' | 'Egress', app: App): readonly Part[] | undefined {
  const own = group.has(`SecurityGroup${direction}`) ? group.parts(`SecurityGroup${direction}`) : [];
  const beside = byText(app, `AWS::EC2::SecurityGroup${direction}`, 'GroupId').of(group.ref);
  const all = [...own, ...beside];
  return all.length === 0 ? undefined : all;
}

/** Whether a rule lets TCP through on this port. */
export function opens(rule: Part, port: number): boolean {
  const protocol = rule.text('IpProtocol') ?? '';
  if (protocol === '-1') return true;
  if (!/^(tcp|6)$/i.test(protocol)) return false;
  const [from, to] = [rule.number('FromPort') ?? 0, rule.number('ToPort') ?? 65_535];
  return from === -1 || (from <= port && port <= to);
}

/** Rules that the CDK writes where nothing is to be let out, for CloudFormation would let everything out. */
export function isNobody(rule: Part): boolean {
  return (
    rule.has('CidrIp') && rule.isKnown('CidrIp') && /^(255\.255\.255\.255|127\.0\.0\.1)\/32$/.test(rule.text('CidrIp') ?? '')
  );
}

/** What groups let out together; undefined when that is everything. */
export function egressOf(groups: readonly Declaration[], app: App): readonly Part[] | undefined {
  const all: Part[] = [];
  for (const group of groups) {
    const rules = rulesOf(group, 'Egress', app);
    // Without rules of its own, a group lets everything out.
    if (rules === undefined) return undefined;
    all.push(...rules.filter((rule) => !isNobody(rule)));
  }
  return all;
}
