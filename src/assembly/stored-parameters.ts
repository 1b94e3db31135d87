import { asText } from './intrinsics/arguments';
import { isObject } from './json';
import { type Named, NameIndex, type Place } from './name-index';
import type { Resource } from './resource';
import { attempt } from './unresolved';

/** What Systems Manager's Parameter Store would hold: the parameters that the app makes, and what it exports to other Regions. */
export class StoredParameters {
  private readonly index: NameIndex<() => string>;

  constructor(parameters: () => readonly Resource[], exportWriters: () => readonly Resource[]) {
    this.index = new NameIndex(() => [...parameters().map(parameter), ...exportWriters().flatMap(exported)]);
  }

  /** Undefined when the app makes no such parameter. */
  value(name: string, from: Place): string | undefined {
    return this.index.find(name, from)?.();
  }
}

function parameter(resource: Resource): Named<() => string> {
  const name = () => String(resource.home.ref(resource.logicalId));
  return { item: () => resource.required('Value'), place: resource.home, literal: resource.literal('Name'), name };
}

/** The writer of the CDK's references across Regions puts its exports into the Parameter Store of another Region. */
function exported(writer: Resource): Named<() => string>[] {
  const { id, account, directory } = writer.home;
  const { value: written } = attempt(() => writer.open('WriterProps', 'exports'));
  const region = writer.literal('WriterProps', 'region') ?? writer.region;
  return Object.keys(isObject(written) ? written : {}).map((name) => ({
    item: () => asText(writer.value('WriterProps', 'exports', name), name),
    place: { id, account, region, directory },
    literal: name,
    name: () => name,
  }));
}
