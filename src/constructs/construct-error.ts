/** Every reason why a construct refuses, and what the app's author can do. docs/errors.md is made from this table. */
export const CONSTRUCT_ERRORS = {
  VALUE_OUT_OF_RANGE: 'Give a value inside the range.',
  TEXT_INVALID: 'Give a text that fits.',
  VALUE_OF_OTHER_KIND: 'Give a value of the kind that is named.',
  RUNTIME_NOT_NODE: 'Choose one of the `lambda.Runtime.NODEJS_…` runtimes, or leave `runtime` out for the newest.',
  RUNTIME_NOT_PYTHON: 'Choose one of the `lambda.Runtime.PYTHON_…` runtimes, or leave `runtime` out for the newest.',
  RUNTIME_NOT_INLINE: 'Choose a Node.js or Python runtime, or put the code into a folder for `ZipFunction`.',
  RUNTIME_IS_IMAGE: 'Use `ImageFunction` for container images.',
  RUNTIME_UNKNOWN: 'Lambda has no such runtime; choose one of the constants of `lambda.Runtime`.',
  RUNTIME_BLOCKED:
    'Choose a newer runtime. If AWS has put the day off, say in the context `cdk-lambda-kit:today` which day to go by.',
  TODAY_INVALID: 'Write the day as 2026-11-20, or leave the context out for the day of the synthesis.',
  RUNTIME_VERSION_OTHER_REGION: "Take the runtime version's ARN from the log of a function in this Region.",
  HANDLER_FILE_MISSING:
    'Name a file that is there, or put it there; a handler of a layer is checked only when `layers` names the layer.',
  HANDLER_NOT_DEFINED: 'Define or import it at the top of the module, or name another in `handler`.',
  HANDLER_NOT_INLINE: 'Inline code becomes the file `index`; begin the handler with `index.`.',
  BOOTSTRAP_NOT_EXECUTABLE: 'Make it executable: chmod +x bootstrap',
  ARCHITECTURE_OF_BOOTSTRAP: 'Build it for the architecture of the function, or choose the architecture that it is built for.',
  CODE_IS_INLINE: 'Use `InlineFunction` for code that stands in the template.',
  CODE_IS_IMAGE: 'Use `ImageFunction` for container images.',
  CODE_MISSING: 'Name a folder or archive with the code; a relative path starts at the current working directory.',
  CODE_TOO_LARGE: 'Put the code into a folder for `ZipFunction`, `NodeFunction` or `PythonFunction`.',
  CODE_EMPTY: 'Give the code, or a folder that has it.',
  CODE_UNSIGNED: 'Only .zip archives in S3 can be signed; leave `codeSigningConfig` out, or use `ZipFunction`.',
  OPTION_NOT_FOR_IMAGES: 'Put it into the image instead; see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
  PYTHON_ENTRY_MISSING: 'Name the folder with the Python sources; a relative `entry` starts at the current working directory.',
  PYTHON_INDEX_UNUSED: 'Say it once: as file in `index` and function in `handler`, or as MODULE.FUNCTION in `handler` alone.',
  PIP_MISSING:
    'Install Python 3 with pip on the machine that synthesizes, or put the packages into the folder yourself and leave requirements.txt out.',
  PIP_FAILED:
    "These are the words of pip. Packages are taken as wheels for Lambda's platform only; one that has none can come from a layer.",
  DEAD_LETTER_FIFO: 'Lambda sends dead letters to standard queues and topics only.',
  DESTINATION_FIFO: 'Lambda sends records to standard queues and topics only.',
  DESTINATION_S3_ON_SUCCESS: 'Only failures can go to a bucket; name a queue, topic, function or event bus in `onSuccess`.',
  DESTINATION_ITSELF: 'Name another function, or a queue that this function reads.',
  DESTINATION_OF_DURABLE: 'Durable functions have no destinations; handle the end in the function, or set a dead-letter queue.',
  DURABLE_TIMEOUT_MISSING: 'Say in `durableConfig.executionTimeout` how long an execution may take.',
  DURABLE_KEY_WITHOUT_DURABLE: 'Set `durableConfig`, or leave the key out.',
  SNAP_START_WITH_PROVISIONED:
    'Leave one of them out: a snapshot makes starts fast, provisioned concurrency keeps environments ready.',
  TENANCY_EXCLUDES: 'Functions with tenant isolation are called directly or by API Gateway only.',
  FILE_SYSTEM_WITHOUT_VPC: 'Attach the function to the VPC of the file system, with `vpcAccess` or `vpc`.',
  DIRECT_S3_READ_OF_EFS: 'Only S3 Files can be read directly; leave `directS3Read` out.',
  MANAGED_ARCHITECTURE:
    'Choose the architecture of the instances for the function, or other instances for the capacity provider.',
  MANAGED_LOG_FORMAT: 'Leave `loggingFormat` out, or set it to `lambda.LoggingFormat.JSON`.',
  CODE_BUCKET_UNVERSIONED: 'Set `versioned: true` on the bucket, or let Lambda copy the code (`S3ObjectStorageMode.COPY`).',
  LOG_RETENTION_LEGACY: 'Leave it out: the log group is part of the stack, no custom resource sets its retention.',
  LOG_GROUP_TWICE: 'Set the retention and the removal policy on the log group itself.',
  ROLE_OTHER_ACCOUNT: 'The role must be in the account of the function; let it assume a role of the other account.',
  ROLE_NOT_ASSUMABLE: "Let the role be assumed by `new iam.ServicePrincipal('lambda.amazonaws.com')`.",
  ROLE_UNCHANGEABLE: 'Let the role be changed, or give a `logGroup` whose name the policies of the role allow already.',
  RESOURCE_POLICY_TOO_LARGE:
    'Leave `compactPermissions` at its default, give one permission for a whole API (`scopePermissionToMethod: false`) or for many rules, or divide the function.',
  IMPORTED_ARN_INVALID:
    'Give the ARN of the function alone; for versions and aliases there are `lambda.Version.fromVersionArn` and `lambda.Alias.fromAliasAttributes`.',
  IMPORTED_NOT_SAME_ENVIRONMENT: 'Leave `sameEnvironment` out: the ARN names the account and the Region of the function.',
  IMPORTED_PERMISSION_UNCHANGEABLE:
    'Set `sameEnvironment: true` when the function is in the account and Region of this stack; otherwise allow it where the function is made, and set `skipPermissions: true`.',
  IMPORTED_ROLE_UNKNOWN:
    'Give the `role` of the function; or allow it where the role is made, and set `skipPermissions: true` for the function.',
  IMPORTED_ELSEWHERE:
    'Make it in the stack of the function; when the function is in the account and Region of this stack, set `sameEnvironment: true`.',
  ENTRY_MISSING: 'Name the TypeScript or JavaScript file; a relative `entry` starts at the current working directory.',
  ENTRY_UNKNOWN_KIND: 'Name a file that ends in .ts, .mts, .cts, .tsx, .js, .mjs, .cjs or .jsx.',
  HANDLER_NOT_EXPORTED: 'Export it from the entry, or name one that is exported in `handler`.',
  HANDLER_NOT_BUNDLED:
    'The bundle is one file, `index`; name only the export in `handler`, or the absolute path of a handler in a layer.',
  BUNDLING_FAILED: 'Put the sources or the `bundling` options right; these are the words of esbuild.',
  ESBUILD_ARGUMENT_UNKNOWN: 'Say it with an option of `bundling`, or leave it out.',
  BUNDLING_PLUGIN_MISSING: 'Name a JavaScript module that exports an esbuild plugin, several, or a function that gives them.',
  HOOK_FAILED: 'Try the command in this folder by hand; these are its last words. It runs in bash, on Windows in cmd.',
  ESBUILD_MISSING: 'Install it beside your app: npm install --save-dev esbuild',
  ENVIRONMENT_VALUE_MISSING: 'Every variable needs a text; leave out the ones that have none.',
  ENVIRONMENT_KEY_RESERVED: 'Lambda sets this variable itself; choose another name.',
  ENVIRONMENT_TOO_LARGE: 'Keep large values in Parameter Store, Secrets Manager, S3 or a file of the bundle.',
  VPC_TWICE: '`VpcAccess` says all of this; give it the option instead, or leave it out and use the props of aws-cdk-lib.',
  VPC_SUBNETS_MISSING:
    'Give the VPC subnets of this kind, choose others with `vpcSubnets`, or use another factory of `VpcAccess`.',
  VPC_SUBNET_PUBLIC:
    'In a public subnet a function has no public address and no internet; choose private subnets, or insist with `allowPublicSubnet`.',
  VPC_SUBNET_NOT_DUAL_STACK: 'Give every subnet an IPv6 block (`ipProtocol` of the VPC), or choose those that have one.',
  VPC_SUBNET_IPV6_ONLY: 'Lambda needs IPv4 in every subnet; choose subnets that have it.',
  VPC_DEDICATED: 'Lambda cannot attach to it; peer it with a VPC of default tenancy and attach the function there.',
  VPC_SECURITY_GROUPS_TWICE: 'Set the rules on the groups that you give, or leave `securityGroups` out.',
  VPC_SECURITY_GROUP_ELSEWHERE: 'Make the security group in the VPC of the function.',
  VPC_FILE_SYSTEM_ELSEWHERE: 'Attach the function to the VPC of the file system, or mount another one.',
  VPC_ROLE_IMMUTABLE:
    'Add the statement to the role where it is made and set `roleHasPermissions`, or import the role so that it can be changed.',
  VPC_CIDR_UNKNOWN:
    'Give `vpcCidrBlock` to `Vpc.fromVpcAttributes`, or make the endpoint yourself and name it in `existingEndpoints`.',
  VPC_ROUTE_TABLE_UNKNOWN:
    'Import the subnets with the ids of their route tables, or make the endpoint yourself and name it in `existingEndpoints`.',
  URL_EXISTS: 'A function or an alias has one URL; keep what the first call returned, or add the second URL to an alias.',
  URL_CALLER_TWICE: 'Name each caller once; put conditions for the same principal into one.',
  URL_CALLER_ANYONE: 'Name accounts, an organization or roles; a URL for everyone says so with `UrlAuth.public()`.',
  URL_CALLER_UNCONDITIONED:
    'Give the principal a condition on `aws:SourceArn` or `aws:SourceAccount`; for CloudFront make a `UrlDistribution` instead.',
  URL_NOT_IAM: 'Make the URL with `UrlAuth.iam()`; anyone could go past the distribution to a public one.',
  URL_ELSEWHERE:
    'Make the distribution in the stack of the function; only certificates and web ACLs of CloudFront are bound to us-east-1.',
  CORS_WILDCARD_NOT_ALONE: 'Leave the others out, or leave the * out and list all that are allowed.',
  CORS_CREDENTIALS_WITH_ANY_ORIGIN: 'Browsers refuse this; list the origins that may send credentials.',
  CORS_OPTIONS: 'Leave OPTIONS out: Lambda answers preflight requests itself when there is a CORS configuration.',
  ALIAS_NAME_TAKEN: 'Alias names are unique for each function; choose another, or keep what made the first.',
  ALIAS_ELSEWHERE: 'Make the alias in a stack of the account and Region of the function.',
  VERSION_NOT_PUBLISHED:
    'Give a published version, as `currentVersion` of the function is; an alias never points to an alias, and `$LATEST` stands alone.',
  VERSION_TWICE: 'Use `Traffic.all(version)` when there is only one version.',
  VERSIONS_UNLIKE: 'Move everything at once with `Traffic.all(version)`, or undo the change that made them unlike.',
  VERSION_IMMUTABLE: 'A published version cannot be changed; change the function, which publishes another version.',
  VERSION_MISSES_LAYERS:
    'Set "@aws-cdk/aws-lambda:recognizeLayerVersion": true in the context of cdk.json, together with a change of the function.',
  WEIGHTS_WITH_PROVISIONED: 'Lambda refuses both on one alias; use `Traffic.all(version)`, or leave provisioned concurrency out.',
  WEIGHTS_WITH_DEPLOYMENT: 'CodeDeploy sets the weights itself; use either `Traffic.split` or a deployment group.',
  DEPLOYMENT_TOO_LONG: 'Shift more with each step, or shorten the interval.',
  PROVISIONED_NOT_SUPPORTED: 'Leave provisioned concurrency out, or what excludes it.',
  PROVISIONED_TWICE: 'Provisioned concurrency is either on the alias or on the version; leave one of them out.',
  PROVISIONED_ABOVE_RESERVED: 'Raise `reservedConcurrentExecutions` of the function, or provision less.',
  SCALING_RANGE: 'Give a lower end that is not above the upper one, and an amount between them.',
  RELEASE_RECORD_INVALID:
    'Give what the last deployment put out, as it is; leave `record` out where the function was never deployed.',
  RELEASE_OF_OTHER_FUNCTION:
    'Leave `record` out once: Lambda counts the versions of a replaced function anew, and the old ones go with it.',
  RELEASE_TWICE: 'A function has one release; hand it to whatever needs its versions.',
  RELEASE_DECIDED_TWICE:
    'Call one of `promote`, `split` and `withdraw`; other aliases get `Traffic.all(release.current)` or `Traffic.all(release.live)`.',
  LAYER_PATH_MISSING: 'Name a folder, or a .zip or .jar archive; a relative `path` starts at the current working directory.',
  LAYER_EMPTY: 'Put the files there, or leave fewer out in `exclude`.',
  LAYER_ARCHIVE_INVALID: 'Make the archive anew, or name the folder with its contents.',
  LAYER_NOT_SEARCHED:
    'Move the files to where the runtime looks, or set `readByPath` when handlers name them by their absolute paths.',
  LAYER_TWICE: 'Keep one of them.',
  LAYER_ARN_INVALID: "Give the ARN of a layer's version, with its number at the end.",
  LAYER_OTHER_REGION: 'Publish the layer in the Region of the function, and use that version.',
  LAYER_RUNTIME_INCOMPATIBLE: 'Choose one of the runtimes of the layer, or add the runtime to its `compatibleRuntimes`.',
  LAYER_ARCHITECTURE_INCOMPATIBLE:
    'Choose the architecture of the layer for the function, or make the layer for that of the function.',
  PACKAGE_JSON_MISSING:
    'Name a package.json, have it beside the lockfile, and have the folders and archives that it refers to in their places.',
  PACKAGE_JSON_WORKSPACES: 'Name a package.json that has a lockfile of its own and no `workspaces`.',
  LOCK_FILE_MISSING: 'Install the packages once with your package manager, and keep the lockfile with the sources.',
  LOCK_FILE_OUTDATED: 'Install the packages once with your package manager, and keep the changed lockfile with the sources.',
  LOCK_FILE_AMBIGUOUS: 'Remove the one that is not used, or name the other in `lockFile`.',
  LOCK_FILE_UNKNOWN_KIND: 'Name one of these; Bun writes its own as text with `bun install --save-text-lockfile`.',
  LOCK_FILE_OF_OTHERS:
    'List its folder among the workspaces of the lockfile and install once, or give it a lockfile of its own; packages without one may get any version.',
  NODE_MODULE_UNKNOWN:
    'Add it to the dependencies of a package.json in a folder above the entry, and install once so that the lockfile has it.',
  NODE_MODULES_APART: 'Have all of them in one package.json, or in workspaces of one lockfile.',
  PACKAGE_NOT_A_DEPENDENCY:
    'Add it to `dependencies` of the package.json and to the lockfile; development dependencies are not installed.',
  PACKAGE_MANAGER_MISSING: 'Install it on the machine that synthesizes; it has to be found on the PATH.',
  PACKAGE_MANAGER_OTHER:
    'Install that version on the machine that synthesizes; Corepack takes the one that `packageManager` in package.json names.',
  PACKAGES_UNREACHABLE:
    'Synthesize once where the registry can be reached; what was installed then is kept. These are the words of the package manager.',
  PACKAGES_NOT_INSTALLED: 'Put package.json, lockfile or requirements right; these are the words of the package manager.',
  PACKAGES_OTHER_PLATFORM: 'Update the package manager to one that installs for other platforms, as npm 11 and pnpm 10 do.',
  REQUIREMENTS_MISSING: 'Name the requirements.txt; a relative path starts at the current working directory.',
  REQUIREMENT_NOT_PINNED: 'Write NAME==VERSION, for what the packages need as well; `pip freeze` and `pip-compile` do so.',
  CACHE_INVALID: 'Name a folder, a relative one starts at the current working directory; or leave the context out.',
  CACHE_NOT_WRITABLE: 'Name a folder that can be written in the context `cdk-lambda-kit:cache`.',
  EDGE_REGION_UNKNOWN: "Give the stack its Region: `env: { region: 'eu-west-1' }`, or `process.env.CDK_DEFAULT_REGION`.",
  EDGE_ELSEWHERE: 'Lambda@Edge is there for distributions of the same account, in the commercial Regions of AWS.',
  EDGE_STACK_UNFIT: 'Name in `stackId` a stack in us-east-1 of the same account, or an id that nothing has.',
  EDGE_EXCLUDES: 'Leave it out; constants come into a bundle with `bundling.define`.',
  EDGE_RUNTIME: 'Choose one of the `lambda.Runtime.NODEJS_…` or `lambda.Runtime.PYTHON_…` runtimes.',
  EDGE_CODE_UNCLEAR:
    'Give `entry` for sources in TypeScript, JavaScript or Python, or `code` with `runtime` and `handler` for what is built already.',
  EDGE_CONSTANT_UNKNOWN: 'Write the value itself, or read it at run time, as from Parameter Store or an origin header.',
  EDGE_CODE_TOO_LARGE: 'Leave out what the function does not need; `bundling.minify` makes a bundle smaller.',
  EDGE_ROLE_ELSEWHERE: 'Leave `role` out and use `initialPolicy` or `addToRolePolicy`, or import the role by its ARN.',
  EDGE_EVENT_UNKNOWN: 'Take one of `cloudfront.LambdaEdgeEventType`.',
  EDGE_EVENT_TWICE: 'Keep one of the functions for this event, or let one do what both do.',
  EDGE_VIEWERS_MIXED: 'Use either CloudFront Functions or Lambda@Edge for the viewer events of a behaviour.',
  EDGE_BODY_OF_RESPONSE: 'Only requests have a body to include; leave `includeBody` out.',
  EDGE_VIEWER_MEMORY: 'Lower the memory, or use the origin events, which allow more.',
  EDGE_CLOUDFRONT_ONLY: 'Make a `NodeFunction`, `PythonFunction` or `ZipFunction` for everything but CloudFront.',
  RULES_SCOPE: 'Give the App, or a Stage of it.',
  RULE_UNKNOWN: 'Give the id that the report shows; docs/rules.md lists all of them.',
  RULE_REASON_MISSING: 'Say why the rule does not matter here.',
  SOURCE_ROLE_UNCHANGEABLE:
    'Add the statement to the role where it is made and set `roleHasPermissions`, or import the function with a role that can be changed.',
  WINDOW_OF_FIFO_QUEUE: 'Leave the window out; FIFO queues are read without one.',
  BATCHING_WINDOW_MISSING: 'Set `maxBatchingWindow` to 1 second or more, or take smaller batches.',
  POLLERS_WITH_MAX_CONCURRENCY: 'Leave one of them out: the most pollers limit the concurrency as well.',
  POLLERS_RANGE: 'Give a least that is not above the most.',
  VISIBILITY_BELOW_TIMEOUT:
    'Set the visibility timeout of the queue to six times the timeout of the function, plus the batching window.',
  SOURCE_NOT_BOUND: 'Call `fn.addEventSource(source)` before.',
  SOURCE_BOUND_TWICE: 'Make a source for each function, alias or version.',
  ROUTE_TAKEN: 'Each has one integration; leave one of them out, or let one function answer both.',
  API_METHOD_UNKNOWN: 'Take one of them; ANY answers all that have none of their own.',
  API_TIMEOUT_OF_EDGE:
    'Make the API regional (`endpointTypes: [apigateway.EndpointType.REGIONAL]`), for which the quota can be raised.',
  API_PAYLOAD_FORMAT: 'Take `PayloadFormatVersion.VERSION_2_0`, or `VERSION_1_0` for handlers that were written for REST APIs.',
  AUTHORIZER_NOT_OF_CONNECT: 'Give it to the route `$connect`; who is connected stays authorized.',
  AUTHORIZER_TWICE: 'Let one function decide; give several authorizers of one function on one API names of their own.',
  AUTHORIZER_IDENTITY_MISSING: 'Name what tells clients from each other, or set `resultsCacheTtl` to 0 seconds.',
  AUTHORIZER_DEFAULT_TAKEN: 'Leave `isDefault` out, or make the API with API keys or IAM as its default.',
  DATA_SOURCE_TWICE: 'Give all fields to one source, or give each source a `name`.',
  SOURCE_ELSEWHERE: 'Make the function where its source is, or the other way round.',
  LISTENER_RULE_INCOMPLETE: 'Give both for a rule, or none of them for the default action.',
  LISTENER_DEFAULT_TAKEN: 'Give a priority and what requests the rule is for, or make the listener with a fixed response.',
  HEALTH_CHECK_OVERLAP: 'Set `interval` to more than `timeout`.',
  EDGE_VERSION_MISSING: 'Add the source to `fn.currentVersion`; CloudFront takes neither aliases nor `$LATEST`.',
  EDGE_FUNCTION_REGION: 'Make an `EdgeFunction`, which is in us-east-1 whatever the Region of its stack.',
  SOURCE_TWICE: 'Add it once; what is different between the two can be read by an alias or a version of the function.',
  SOURCE_OTHER_REGION: 'Put the function into the Region of the source, or pass the records on to its Region.',
  SOURCE_OTHER_ACCOUNT: 'Put the function into the account of the source.',
  SOURCE_ARN_INVALID: 'Give the ARN of the source itself.',
  SOURCE_TIMEOUT: 'Shorten the `timeout` of the function, and let it do less in one invocation.',
  DURABLE_UNQUALIFIED: 'Add the source to an alias, or to `currentVersion`.',
  DURABLE_TOO_LONG: 'Shorten `durableConfig.executionTimeout`, or let the function start another one that takes so long.',
  NOTIFICATION_EVENTS_MISSING: 'Name at least one of `s3.EventType`.',
  NOTIFICATION_FILTER: 'Give one prefix, one suffix or both, as they stand in the keys; `*` is no wildcard there.',
  NOTIFICATIONS_OVERLAP:
    'A bucket tells of one event and key once: use filters that differ, one function for both, or `S3EventBridgeEventSource`.',
  NOTIFICATIONS_OF_TWO_STACKS:
    'Set "@aws-cdk/aws-s3:keepNotificationInImportedBucket": true in the context of cdk.json, set `inStackOfBucket`, or use `S3EventBridgeEventSource`.',
  BUCKET_IMPORTED_TWICE: 'Import the bucket once for each stack: the later notifications would replace the earlier ones.',
  TOPIC_FIFO: 'Subscribe a FIFO queue, and have the function read that with `SqsEventSource`.',
  FILTER_POLICY_INVALID: 'Make it with `sns.SubscriptionFilter`; SNS has its own limits for policies.',
  FILTER_POLICY_TWICE: 'Filter either by attributes or by the body.',
  SUBSCRIPTION_ID_TAKEN: 'Give this source a `subscriptionId` of its own.',
  SOURCE_DEAD_LETTERS_FIFO: 'Name a standard queue.',
  SOURCE_DEAD_LETTERS_ELSEWHERE: 'Name a queue of this account and Region.',
  SOURCE_DEAD_LETTERS_OTHER_STACK:
    'Make the queue in the stack of the source, or give a rule a `ruleName`: otherwise the two stacks would wait for each other.',
  RULE_IDLE: 'Give an `eventPattern` or a `schedule`.',
  RULE_SCHEDULE_OF_OWN_BUS: 'Only the default bus has schedules; leave `eventBus` out, or use `ScheduleEventSource`.',
  RULE_TARGETS: 'Divide the targets among rules of the same pattern.',
  EVENT_PATTERN_INVALID: 'Every leaf of a pattern is a list of values or operators; `events.Match` makes them.',
  SCHEDULE_INVALID:
    'Write it with the factories of `Schedule` or `ScheduleExpression`, as rate(5 minutes) or cron(0 8 ? * MON-FRI *).',
  SCHEDULE_TIME_FRAME: 'Give an end after the start.',
  INPUT_INVALID: 'Use `fromObject`, which makes JSON.',
  LOG_GROUP_FILTERS: 'Let one function or stream receive the log events and hand them on.',
  LOG_GROUP_OWN: 'Give the function a log group that it is not subscribed to: each invocation would cause the next.',
  ALARM_STATES: 'Name each state once, and at least one.',
  ALARM_ACTIONS: 'Let one function or topic pass the alarm on.',
  FILTERS_TOO_MANY: 'Put more into one pattern with `EventFilter.either` and `FieldFilter.anyOf`, or filter in the function.',
  FILTER_NOT_A_PATTERN: 'Make it with `EventFilter`, or with `lambda.FilterCriteria.filter`.',
  FILTER_TOO_LONG: 'Ask for less in one pattern, or filter in the function.',
  FILTER_INVALID: 'Make the fields with `FieldFilter`; every leaf of a pattern is a list of values or operators.',
  FILTER_OF_PLAIN_TEXT: 'Name fields of the JSON; records of streams that are no JSON cannot be filtered.',
  FILTER_NEVER_MATCHES:
    'Name a field that the source sends, with values of its type; DynamoDB sends attributes as `{ "S": "text" }`.',
  FILTER_KEY_WITHOUT_FILTERS: 'Give filters, or leave the key out.',
  FAILURE_DESTINATION_KIND: 'Give `SqsDlq`, `SnsDlq` or `S3OnFailureDestination`; for topics of Kafka, `KafkaDlq`.',
  FAILURE_TO_KAFKA: 'Give a queue, a topic of SNS or a bucket; only what comes from Kafka can go to a topic of Kafka.',
  FAILURE_TO_ITS_TOPIC: 'Give another topic of the cluster.',
  STARTING_TIMESTAMP_MISSING: 'Give the time, or choose TRIM_HORIZON or LATEST.',
  STARTING_TIMESTAMP_UNUSED: 'Leave the time out, or choose AT_TIMESTAMP.',
  STARTING_POSITION_OF_TABLE: 'Choose TRIM_HORIZON for all changes that are kept, LATEST for those to come.',
  TABLE_WITHOUT_STREAM: 'Set `stream` of the table, or import it with `tableStreamArn`.',
  POLLER_GROUP_OF_QUEUE: 'Leave it out; only mappings from Kafka share pollers.',
  PROVISIONED_MODE_MISSING: 'Give a `provisionedPollerConfig`; `{}` keeps one poller ready.',
  LOG_LEVEL_UNKNOWN: 'Give one of the values of `lambda.EventSourceMappingLogLevel`.',
  KAFKA_AUTHENTICATION: 'Give the one way in which Lambda logs in.',
  KAFKA_VPC_INCOMPLETE: 'Give `vpc`, `vpcSubnets` and `securityGroup` for a cluster in a VPC, and none of them for others.',
  KAFKA_ACCESS_MISSING: 'Give the secret that Lambda logs in with, or the VPC through which it reaches the cluster.',
  DOCUMENTDB_VERSION: 'Choose an engine version that has change streams for Lambda.',
  DOCUMENTDB_SECRET_MISSING: 'Give the secret with `username` and `password` in `secret`.',
  DEAD_LETTERS_OF_OTHER_KIND: 'Make both FIFO queues, or neither.',
  PIPE_INVOCATION: 'Leave `invocationType` out: a pipe waits for what enriches its records.',
  PIPE_DEAD_LETTERS_TWICE: 'Give one of them.',
  PIPE_TARGET_FIFO: 'Name a standard queue or topic.',
  SOURCE_IMPORTED: 'Connect the function where the source is made; from here nothing of it can be changed.',
  TRIGGER_TAKEN: 'Keep one of them, or let one function do what both do.',
  TRIGGER_UNKNOWN: 'Take one of the constants of `UserPoolOperation`, or `CognitoEventSource.INBOUND_FEDERATION`.',
  TRIGGER_OF_VERSION: 'Add the source to the function, or to an alias that points to the version.',
  TRIGGER_EVENT_VERSION: 'Only `UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG` has events of other versions than V1_0.',
  TRIGGER_KEY_MISSING: 'Give `customSenderKmsKey` to the user pool or to the source: the codes are encrypted with it.',
  TRIGGER_KEY_TWICE: 'A user pool has one key for all its codes; give the same everywhere, or say it once.',
  TRIGGER_PLAN: 'Choose `FeaturePlan.ESSENTIALS` or `FeaturePlan.PLUS` for the user pool, or `LambdaVersion.V1_0`.',
  TASK_PATTERN: 'Choose REQUEST_RESPONSE or WAIT_FOR_TASK_TOKEN.',
  TASK_TOKEN_MISSING: 'Put `sfn.JsonPath.taskToken` or `{% $states.context.Task.Token %}` into `payload`.',
  TASK_PAYLOAD_ONLY: 'Leave `payloadResponseOnly` out, or the options that it does not know.',
  ROTATION_TWICE: 'Say it once: `automaticallyAfter` for an interval, `schedule` for everything else.',
  TRIGGERS_TOO_MANY: 'Let one trigger start what several start now.',
  TRIGGER_EVENTS: 'Name events, or `RepositoryEventTrigger.ALL` alone.',
  TRANSFORM_TOO_LONG: 'Lower the timeout of the function; Firehose waits 5 minutes for records.',
  PARAMETERS_TWICE: 'Give one of them.',
  CONFIG_RULE_IDLE: 'Set at least one of `configurationChanges`, `periodic` and `snapshots`.',
  CONFIG_RULE_FREQUENCY: 'Set `periodic`, or leave the frequency out.',
  ERROR_QUEUE_FIFO: 'Give a standard queue; AWS IoT sends to no other.',
  ERROR_ACTION_TWICE: 'A rule has one error action; give one of them.',
  LEX_LOCALES_UNKNOWN: 'Give `botAliasLocaleSettings` as a list that is written out, or leave it out.',
  DATABASE_ENGINE:
    'Aurora PostgreSQL, Aurora MySQL and RDS for PostgreSQL can invoke functions; name the engine of imported ones.',
  DATABASE_VERSION: 'Upgrade the database to a version that has the extension `aws_lambda`.',
  DATABASE_PARAMETER_GROUP:
    'Give the parameter group of the cluster, made in this app, in `parameterGroup`: Aurora MySQL finds the role in `aws_default_lambda_role`.',
  UNZIPPED_TOO_LARGE: 'Leave out what the function does not need, or make it a container image, which may have 10 GB.',
} as const;

/** What an error is about: a construct, or one that is still to be created. */
export interface Place {
  readonly node: { readonly path: string };
}

/** The place of a construct that does not exist yet. */
export function placeOf(scope: Place, id: string): Place {
  return { node: { path: scope.node.path === '' ? id : `${scope.node.path}/${id}` } };
}

/** Something that the app's author can put right. */
export class ConstructError extends Error {
  override readonly name = 'ConstructError';

  constructor(
    place: Place,
    readonly code: keyof typeof CONSTRUCT_ERRORS,
    message: string,
  ) {
    super(`${place.node.path}: ${message}\n${CONSTRUCT_ERRORS[code]} [${code}]`);
  }
}
