package lambdakit;

/** A function's handler, from bytes to bytes. */
interface Handler {
  byte[] call(byte[] event, Object context) throws Throwable;
}
