/** The share of a function's memory that Lambda gives to V8's heap; the process is aborted when that is full (INV-43). */
export const V8_HEAP_SHARE = 0.9;
