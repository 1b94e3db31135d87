/** The seconds that all sources give functions for events of viewers; the quotas of 2026 say more (DSP-04). */
export const EDGE_VIEWER_SURE_SECONDS = 5;

/** The runtimes that Lambda@Edge has (EDG-04, EDGE-02). */
export const EDGE_RUNTIMES = /^(nodejs|python)/;

/** Properties that our own edge functions do not have, though nothing says that Lambda@Edge refuses them. */
export const EDGE_UNDOCUMENTED: readonly string[] = ['ReservedConcurrentExecutions', 'KmsKeyArn'];
