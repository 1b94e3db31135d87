/** Functions in container images, and how they differ; a part of the table of fidelity. */
export const CONTAINER_IMAGES = {
  faithful: [
    {
      behaviour:
        'Images of the app and of registries, whose entry point speaks the Runtime API: AWS base images, others with a runtime interface client, or a program of one’s own',
      rules: ['FN-29', 'RT-10'],
    },
    {
      behaviour: 'ImageConfig: entry point, command and working directory, each for itself',
      rules: ['FN-29'],
    },
    {
      behaviour:
        'A read-only root, a /tmp of the configured size, Lambda’s own user without capabilities whatever USER says, no swap',
      rules: ['FN-14', 'FN-48'],
    },
    {
      behaviour:
        'Variables of the function and of the environment; PATH, LANG, TZ, LAMBDA_TASK_ROOT and the like are those of the image',
      rules: ['FN-43', 'FN-45', 'FN-46'],
    },
    { behaviour: 'Reuse, timeouts, crashes, logs, streamed responses as with custom runtimes', rules: ['RT-04', 'RT-12'] },
    { behaviour: 'Internal extensions, which register from within the runtime', rules: ['RT-20'] },
  ],
  differs: [
    {
      behaviour: 'Lambda runs every image',
      rules: ['FN-29'],
      remark:
        'Where Docker, Podman or the program named in CDK_DOCKER answers; otherwise the function is told as not run by `list`, `start --json` and its calls, with the reason, and the rest of the app runs. Nothing is asked in an app without images.',
    },
    {
      behaviour: 'Images are built when the app is deployed',
      rules: ['FN-29'],
      remark:
        'By the first environment that needs one, as the CDK builds them and under the tag by which it knows them, so that what either has built is used by both. Others are pulled unless they are on this machine; registries that need it must be logged in to. Failures are IMAGE_NOT_BUILT, IMAGE_NOT_FOUND and CONTAINER_NOT_STARTED in the error of the invocation.',
    },
    {
      behaviour: 'The architecture is the function’s',
      rules: ['FN-29'],
      remark: 'It is the image’s; the engine may emulate it, or not.',
    },
    {
      behaviour: 'The memory limit, and Max Memory Used',
      rules: ['INV-43'],
      remark:
        'On Linux as with other functions, from the end of Init on. The engine’s own limit counts files in /tmp, so it has their size added; where the engine is in a virtual machine that is the only limit, its kill is a mere exit, and what is used is not told.',
    },
    {
      behaviour: 'The network is the environment’s own',
      rules: ['FN-45'],
      remark:
        'On Linux it is this machine’s, ports included. In Docker Desktop and other virtual machines AWS_LAMBDA_RUNTIME_API and AWS_ENDPOINT_URL name host.docker.internal, and the executor takes that name; not tried with every such program. Addresses below .localhost are not reached from there. An engine on another machine (DOCKER_HOST) is refused.',
    },
    {
      behaviour: 'An entry point or working directory that is not there fails Init',
      rules: ['INV-45'],
      remark:
        'With the engine’s words in the log and Runtime.ExitError, not with Runtime.InvalidEntrypoint or Runtime.InvalidWorkingDir.',
    },
    {
      behaviour: 'Environments are frozen between invocations',
      rules: ['RT-07'],
      remark: 'Containers are not: what the handler has left running goes on.',
    },
    {
      behaviour: 'What is in /tmp is kept when an environment is reset',
      rules: ['INV-47'],
      remark: 'It goes with the container.',
    },
    {
      behaviour: 'Init, and the time of an invocation',
      rules: ['RT-01'],
      remark:
        'Init holds the start of the container, some tenths of a second; each answer is told 20 ms later, so that its log lines are there.',
    },
  ],
  absent: [
    {
      behaviour: 'External extensions in /opt/extensions of an image',
      rules: ['RT-20'],
      remark: 'They are not started: Lambda does that from outside of the image’s entry point.',
    },
    {
      behaviour: 'CreateFunction and UpdateFunctionCode with an image at run time',
      rules: ['FN-29'],
      remark: 'Refused with NotEmulatedException.',
    },
  ],
} as const;
