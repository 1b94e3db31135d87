/** What is known of a streamed response before its first byte. */
export interface ResponseHead {
  /** As the runtime told it. */
  readonly contentType: string;
  /** Which version is answering; whoever calls an alias learns it here. */
  readonly executedVersion?: string;
}

/**
 * Takes a response while the function is writing it. Nothing is called any more once the invocation has been answered.
 *
 * A function that fails before its first byte, or that does not stream, leaves it untouched: the answer has it all.
 */
export interface ResponseSink {
  /** Once, before anything else: with the first byte, or with the end of a response that has none. */
  begin(head: ResponseHead): void;
  /** Settles when the next piece is wanted, and never rejects; until then the function is held back. */
  write(piece: Uint8Array): Promise<void>;
  /** The function has ended its response and may still be running; not called when the response is cut off. */
  end(): void;
}
