/** How long Init of an on-demand environment may take, in milliseconds; then it is begun anew inside the invocation. RT-02. */
export const ON_DEMAND_INIT_LIMIT_MS = 10_000;

/** How long Init of a provisioned environment may take, in milliseconds: the function's timeout within these bounds. RT-02. */
export const PROVISIONED_INIT_LIMIT_MS = { least: 130_000, most: 900_000 } as const;
