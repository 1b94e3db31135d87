import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Closing } from './closing';
import { Fulfilment } from './fulfilment';
import { Ordering } from './ordering';

export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const { orders } = new Ordering(this, 'Ordering');
    new Fulfilment(this, 'Fulfilment', { orders });
    new Closing(this, 'Closing', { orders });
  }
}
