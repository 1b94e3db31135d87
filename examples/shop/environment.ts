import { defineEnvironment, text } from 'cdk-lambda-kit/environment';

/** What each handler is told by the app, which gives the same names. */
export const restocking = defineEnvironment({ STOCK: text() });
export const looking = defineEnvironment({ STOCK: text(), VIEWS: text() });
export const counting = defineEnvironment({ STOCK: text() });
export const placing = defineEnvironment({ ORDERS: text(), STOCK: text(), PRICES: text() });
export const announcing = defineEnvironment({ BUS: text() });
export const billing = defineEnvironment({ INVOICES: text(), PAYMENTS: text() });
export const charging = defineEnvironment({ ORDERS: text(), SHIPMENTS: text() });
export const shipping = defineEnvironment({ ORDERS: text(), SHIPPED: text() });
export const closing = defineEnvironment({ ORDERS: text() });
export const filing = defineEnvironment({ REPORTS: text() });
