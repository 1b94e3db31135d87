/** A value of a template as one text: `arn:<AWS::Partition>:…:<Api>/prod`, `<Ship.Arn>`. */
export function writtenOut(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::ImportValue': imported } = value as Record<string, unknown>;
  if (typeof ref === 'string') return `<${ref}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (imported !== undefined) return `<import ${writtenOut(imported)}>`;
  const { 'Fn::Select': select, 'Fn::Split': split } = value as Record<string, unknown>;
  if (Array.isArray(select)) return `<part ${select[0]} of ${writtenOut(select[1])}>`;
  if (Array.isArray(split)) return writtenOut(split[1]);
  if (!Array.isArray(join)) throw new Error(`not a text: ${JSON.stringify(value)}`);
  const [delimiter, parts] = join as [string, unknown[]];
  return parts.map(writtenOut).join(delimiter);
}

/** The ARN of a part of an API, as `writtenOut` gives it. */
export function executeApi(part: string): string {
  return `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:${part}`;
}
