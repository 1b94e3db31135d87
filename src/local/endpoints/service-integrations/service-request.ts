import { AWS_SERVICES } from '../../../spec/aws-services';
import type { AwsCall } from '../mapping/types';

type Texts = Readonly<Record<string, string>>;
type Asked = Pick<AwsCall, 'service' | 'headers' | 'body'>;

/** The request to the service that a first-class integration stands for; of parameters that may be there all that are. */
export function serviceRequest(subtype: string, parameters: Texts): Asked {
  const { Region: _, ...given } = parameters;
  if (subtype === 'EventBridge-PutEvents') return putEvents(given);
  if (subtype === 'Kinesis-PutRecord') return putRecord(given);
  return queueRequest(subtype.slice('SQS-'.length), given);
}

function putEvents({ Resources: resources, ...entry }: Texts): Asked {
  const { EventBusName, DetailType, Detail, Source, Time, TraceHeader } = entry;
  const event = {
    ...{ Source, DetailType, Detail, EventBusName, TraceHeader },
    ...(Time !== undefined && { Time: timeOf(Time) }),
    ...(resources !== undefined && { Resources: listOf(resources) }),
  };
  return jsonRequest('events', 'PutEvents', { Entries: [event] });
}

/** Bytes of the text, which the API itself encodes. */
function putRecord({ Data: data, ...record }: Texts): Asked {
  return jsonRequest('kinesis', 'PutRecord', {
    ...record,
    ...(data !== undefined && { Data: Buffer.from(data).toString('base64') }),
  });
}

function jsonRequest(service: 'events' | 'kinesis', operation: string, input: object): Asked {
  const { target } = AWS_SERVICES[service];
  return {
    service,
    headers: ['Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', `${target}.${operation}`],
    body: Buffer.from(JSON.stringify(input)),
  };
}

function queueRequest(action: string, parameters: Texts): Asked {
  const form = new URLSearchParams({ Action: action, Version: AWS_SERVICES.sqs.version });
  for (const [name, text] of Object.entries(parameters)) {
    if (name === 'MessageAttributes' || name === 'MessageSystemAttributes') appendAttributes(form, name.slice(0, -1), text);
    else if (name === 'AttributeNames' || name === 'MessageAttributeNames') {
      for (const [i, item] of listOf(text).entries()) form.append(`${name.slice(0, -1)}.${i + 1}`, item);
    } else form.append(name, text);
  }
  return {
    service: 'sqs',
    headers: ['Content-Type', 'application/x-www-form-urlencoded', 'Accept', 'text/xml'],
    body: Buffer.from(form.toString()),
  };
}

/** JSON, as `{"from": {"DataType": "String", "StringValue": "web"}}`; what is none goes on for the service to refuse. */
function appendAttributes(form: URLSearchParams, name: string, text: string): void {
  const attributes = parsed(text);
  if (typeof attributes !== 'object' || attributes === null) {
    form.append(`${name}.1.Name`, text);
    return;
  }
  for (const [i, [key, value]] of Object.entries(attributes).entries()) {
    form.append(`${name}.${i + 1}.Name`, key);
    const members = typeof value === 'object' && value !== null ? value : {};
    for (const [member, each] of Object.entries(members)) form.append(`${name}.${i + 1}.Value.${member}`, String(each));
  }
}

/** A list in JSON, or one with commas. */
function listOf(text: string): string[] {
  const list = parsed(text);
  return Array.isArray(list) ? list.map(String) : text.split(',').map((item) => item.trim());
}

/** Seconds since 1970, or a date. */
function timeOf(text: string): number | string {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : at / 1000;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
