/** Java functions, and how they differ; a part of the table of fidelity. */
export const JAVA = {
  faithful: [
    {
      behaviour:
        'Handlers as package.Class::method and package.Class: methods with an event, streams and the context, RequestHandler and RequestStreamHandler, overloads in Lambda’s order',
      rules: ['RT-16'],
    },
    {
      behaviour: 'The class path: the package, then the archives of its lib/ and of the layers’ java/lib/, by name',
      rules: ['FN-52'],
    },
    {
      behaviour: 'The context with its logger, System.out and System.err, LambdaRuntime’s logger; levels and the JSON format',
      rules: ['FN-90', 'INV-84', 'INV-86'],
    },
    {
      behaviour:
        'Errors with class, message, trace and cause; a class or method that is not found is told by each invocation, a class that cannot be initialized by Init',
      rules: ['INV-39'],
    },
    { behaviour: 'The trace of an invocation as the system property com.amazonaws.xray.traceHeader', rules: ['FN-46'] },
    { behaviour: 'The heap is 85% of the function’s memory, with the serial collector', rules: ['INV-43'] },
  ],
  differs: [
    {
      behaviour: 'The declared version of Java',
      rules: ['FN-34'],
      remark:
        'A development kit of that version where JAVA_HOME, PATH or a version manager has it, or where it is named; otherwise the nearest from 8 on, where classes of a newer Java end in Java’s own UnsupportedClassVersionError. `list`, `start --json` and the journal say which. Without a kit such functions are not run.',
    },
    {
      behaviour: 'aws-lambda-java-core comes with the runtime',
      rules: ['RT-16'],
      remark: 'The package or a layer must bring it; the log says so when it is missing.',
    },
    {
      behaviour: 'Events and results are read and written by Jackson',
      rules: ['RT-16'],
      remark:
        'By a reader of our own: maps, collections, arrays, texts, numbers, enums, Optional, Date, UUID, records, and classes with a constructor without parameters by public fields, getters and setters. Classes of java.time and other ones of the JDK fail the invocation. JSON must be strict, and texts of the causes of errors are others.',
    },
    {
      behaviour: 'Classes of aws-lambda-java-events have mappings of their own',
      rules: ['RT-16'],
      remark:
        'Their properties are found without regard to upper and lower case, bytes are read from base64 and times from seconds; what needs more, as S3Event, whose classes have no setters, fails the invocation.',
    },
    {
      behaviour: 'Java 8 and 11 have the trace as _X_AMZN_TRACE_ID, too',
      rules: ['FN-46'],
      remark: 'Only as the system property: a JVM cannot change its variables.',
    },
    {
      behaviour: 'The newest runtimes tell no cause of an error',
      rules: ['INV-39'],
      remark: 'It is always told.',
    },
    {
      behaviour: 'Calls to APIs of the app by their names on AWS',
      rules: ['RT-16'],
      remark: 'They are not led here, unlike those of Node.js and Python; AWS_ENDPOINT_URL leads those of AWS SDKs.',
    },
  ],
  absent: [
    {
      behaviour: 'Serializers that a package brings, hooks of SnapStart (CRaC), request ids in the context of log4j',
      rules: ['RT-14', 'RT-16'],
      remark: 'Not looked for.',
    },
  ],
} as const;
