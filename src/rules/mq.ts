import { type Mapping, mappingsOf } from './mapping';
import { each, type Rule } from './rule';

const MQ_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html';
const DOCUMENTDB_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html';

/** Whether the secret with name and password is surely not given. */
function lacksSecret({ on }: Mapping): boolean {
  const access = on.part('SourceAccessConfigurations');
  if (!access.has()) return true;
  return access.parts().every((each) => each.isKnown() && each.text('Type') !== 'BASIC_AUTH');
}

export const MQ: readonly Rule[] = [
  {
    id: 'MQ-01',
    severity: 'error',
    title: 'A mapping from Amazon MQ does not name exactly one queue',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Name one queue of the broker; for more queues, make more mappings.',
    source: MQ_GUIDE,
    also: ['ESM-12'],
    check: each(mappingsOf('mq'), function* ({ on }) {
      const queues = on.parts('Queues').length;
      if (queues === 1) return;
      yield {
        on,
        property: 'Properties.Queues',
        ...(on.has('Queues') && { seenByCdk: 'F3032' }),
        message: `${queues === 0 ? 'No queue is' : `${queues} queues are`} named; it must be one.`,
      };
    }),
  },
  {
    id: 'MQ-01-secret',
    severity: 'error',
    title: 'A mapping from Amazon MQ does not say with which secret to log in',
    why: 'Lambda refuses the event source mapping.',
    remedy: 'Give the ARN of the secret with name and password as `BASIC_AUTH` in `SourceAccessConfigurations`.',
    source: MQ_GUIDE,
    check: each(mappingsOf('mq'), function* (mapping) {
      if (!lacksSecret(mapping)) return;
      const message = 'SourceAccessConfigurations has no BASIC_AUTH secret.';
      yield { on: mapping.on, property: 'Properties.SourceAccessConfigurations', message };
    }),
  },
  {
    id: 'DOC-01',
    severity: 'error',
    title: 'A mapping from DocumentDB does not say which database to read, or with which secret',
    why: 'Lambda refuses the event source mapping.',
    remedy:
      'Give `DocumentDBEventSourceConfig`, and the secret with name and password as `BASIC_AUTH` in `SourceAccessConfigurations`.',
    source: DOCUMENTDB_GUIDE,
    check: each(mappingsOf('documentdb'), function* (mapping) {
      const { on } = mapping;
      if (!on.has('DocumentDBEventSourceConfig', 'DatabaseName')) {
        const message = 'DocumentDBEventSourceConfig names no database.';
        yield { on, property: 'Properties.DocumentDBEventSourceConfig', message };
      }
      if (lacksSecret(mapping)) {
        const message = 'SourceAccessConfigurations has no BASIC_AUTH secret.';
        yield { on, property: 'Properties.SourceAccessConfigurations', message };
      }
    }),
  },
];
