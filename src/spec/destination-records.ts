/** Of the record that a destination receives (INV-66). */
export const DESTINATION_RECORD_VERSION = '1.0';

/** A message of SNS, in bytes: 256 KB. The record of a failure that has more is sent without its payloads (API_OnFailure). */
export const SNS_RECORD_MAX = 262_144;

/** The `ErrorMessage` of a dead letter, in bytes: its first 1 KB (INV-69). */
export const DEAD_LETTER_MESSAGE_MAX = 1024;
