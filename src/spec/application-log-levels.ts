/** What an application's JSON may have as its `level`, and how much it weighs; runtimes call some of them otherwise. FN-63, INV-86. */
export const APPLICATION_LOG_LEVELS: ReadonlyMap<string, number> = new Map([
  ['TRACE', 0],
  ['DEBUG', 1],
  ['INFO', 2],
  ['WARN', 3],
  ['WARNING', 3],
  ['ERROR', 4],
  ['FATAL', 5],
  ['CRITICAL', 5],
]);

/** The members that hold the time of a record: those of managed runtimes, and of loggers of Go and Rust. The Developer Guide names no list. */
export const LOG_TIMESTAMP_MEMBERS: readonly string[] = ['timestamp', 'time', 'Timestamp', '@timestamp'];

/** As RFC 3339 has it. */
export const LOG_TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
