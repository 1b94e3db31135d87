import type { Turn } from '../../engine/turns';

/** Where what a call sets off is told: within the invocation whose handler made it, by `key`, or by itself. It is to be ended. */
export type TurnFor = (traceHeader: string | undefined, key: string) => Turn;
