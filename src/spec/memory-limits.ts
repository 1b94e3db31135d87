/** The share of a function's memory that Lambda gives to V8's heap; the process is aborted when that is full (INV-43). */
export const V8_HEAP_SHARE = 0.9;

/** The share that it gives to the heap of a JVM, as command lines of its Java runtimes show: `-XX:MaxHeapSize=222823k` of 256 MB. K. */
export const JAVA_HEAP_SHARE = 0.85;
