/** The largest segment document that X-Ray takes, in bytes; also what fits into one datagram. K: its developer guide. */
export const SEGMENT_DOCUMENT_MAX = 65_536;
