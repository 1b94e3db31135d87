import { RETIRED_SERVICES } from '../spec/retired-services';
import type { App } from './app';
import type { Declaration } from './declaration';
import { knownText } from './known';
import { each, type Rule } from './rule';

interface Use {
  readonly on: Declaration;
  readonly name: string;
  readonly why: string;
  readonly seenByCdk?: string;
}

function* uses(app: App): Generator<Use> {
  for (const service of RETIRED_SERVICES) {
    for (const on of app.ofType(...app.types.filter((type) => type.startsWith(service.types)))) yield { on, ...service };
  }
  for (const on of app.ofType('AWS::Lambda::Permission')) {
    const principal = knownText(on, 'Principal');
    const service = RETIRED_SERVICES.find((each) => each.principal !== undefined && each.principal === principal);
    if (service !== undefined) yield { on, name: service.name, why: service.why };
  }
}

export const RETIRED: readonly Rule[] = [
  {
    id: 'VAL-26',
    severity: 'warning',
    judgedBy: ['cdk-lambda-kit:SERVICE_RETIRED'],
    title: 'A service is used that is no more, or no more for everyone',
    why: 'Accounts that did not have it before cannot have it now, and what is there ends with it.',
    remedy: 'Plan how to do without it.',
    source: 'https://aws.amazon.com/products/lifecycle/',
    also: ['IOT-06', 'IOT-08', 'LEX-01', 'SOL-01'],
    check: each(uses, function* ({ on, name, why, seenByCdk }) {
      yield { on, message: `It is for ${name}: ${why}.`, ...(seenByCdk && { seenByCdk }) };
    }),
  },
];
