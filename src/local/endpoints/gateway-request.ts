import type { Chance } from '../chance-port';

/** An id as API Gateway gives to requests: sixteen characters of base64, the last of which is its padding. */
export function gatewayRequestId(chance: Chance): string {
  return Buffer.from(chance.hex(22), 'hex').toString('base64');
}

/** What a header may carry of a reason; on AWS the client finds none. */
export function reasonHeader(why: string | undefined): readonly string[] {
  return why === undefined ? [] : ['x-lambda-kit-reason', why.replace(/[^\x20-\x7e]/g, '?')];
}
