import type { Json } from '../json';
import { DATA } from './data';
import type { Facts, Row } from './facts';
import { IDENTITY } from './identity';
import { LAMBDA } from './lambda';
import { LATTICE } from './lattice';
import { MESSAGING } from './messaging';
import { OPERATIONS } from './operations';
import { WEB } from './web';

/** The reader's half of the CDK's references across Regions: its attributes are what it imports. */
const CROSS_REGION_READER: Row = {
  ref: (r) => r.uuid(),
  attributes: {},
  other: (r, attribute) => r.value('ReaderProps', 'imports', attribute),
};

/** How a stack of another Region gets the version of an EdgeFunction: the ARN is in a parameter of us-east-1. */
const EDGE_FUNCTION_READER: Row = {
  ref: (r) => r.uuid(),
  attributes: { FunctionArn: (r) => r.stored(r.text('ParameterName') ?? '') },
};

const ROWS: ReadonlyMap<string, Row> = new Map(
  Object.entries({
    ...LAMBDA,
    ...IDENTITY,
    ...MESSAGING,
    ...DATA,
    ...WEB,
    ...LATTICE,
    ...OPERATIONS,
    'Custom::CrossRegionExportReader': CROSS_REGION_READER,
    'Custom::CrossRegionStringParameterReader': EDGE_FUNCTION_READER,
  }),
);

/** What `Ref` gives: as AWS would for the types that are known, a name for all others. */
export function refOf(type: string, resource: Facts): string {
  const known = ROWS.get(type);
  return known === undefined ? resource.named('Name', 128) : known.ref(resource);
}

/** What `Fn::GetAtt` gives; undefined when it is not known. */
export function attributeOf(type: string, resource: Facts, attribute: string): Json | undefined {
  const known = ROWS.get(type);
  if (known === undefined) return undefined;
  const value = Object.hasOwn(known.attributes, attribute) ? known.attributes[attribute] : undefined;
  return value === undefined ? known.other?.(resource, attribute) : value(resource);
}

/** Stands for an attribute that is not known: an ARN where one is wanted. */
export function placeholderOf(type: string, resource: Facts, attribute: string): string {
  const [provider = '', service = 'custom', kind = ''] = type.split('::');
  if (!/arn$/i.test(attribute)) return `${resource.logicalId}.${attribute}-${resource.madeUp(12, 'upper', attribute)}`;
  const isAws = provider === 'AWS';
  return resource.arn(isAws ? service.toLowerCase() : 'custom', `${(kind || service).toLowerCase()}/${refOf(type, resource)}`);
}
