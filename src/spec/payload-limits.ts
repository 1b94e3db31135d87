/** A buffered response, in bytes: 6 MiB and a little (INV-20). */
export const RESPONSE_PAYLOAD_MAX = 6_291_556;

/** A synchronous request, in bytes: 6 MiB (INV-20, INV-22). */
export const REQUEST_PAYLOAD_MAX = 6_291_456;

/** An asynchronous request, in bytes: 1 MiB (INV-23). */
export const ASYNC_REQUEST_PAYLOAD_MAX = 1_048_576;

/** The log tail of an answer, in bytes before base64 (INV-07). */
export const LOG_TAIL_MAX = 4096;
