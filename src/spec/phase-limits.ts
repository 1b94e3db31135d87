/** How long Init of an on-demand environment may take, in milliseconds; then it is begun anew inside the invocation. RT-02. */
export const ON_DEMAND_INIT_LIMIT_MS = 10_000;
