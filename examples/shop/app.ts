/**
 * A shop: suppliers deliver, customers look and order, orders are billed, charged and shipped, and every night the day is closed.
 * Its twelve functions are set off by an HTTP API, a function URL, two queues, a topic, a bucket, a table, a data stream, an event
 * bus, a schedule, the success of another function, and each other.
 *
 * Run it in this folder: npx cdk synth, then npx lambda-kit start. shop.test.ts walks through a day of it in virtual time.
 */
import { App } from 'aws-cdk-lib';
import { ShopStack } from './shop-stack';

export const app = new App();
new ShopStack(app, 'Shop');
