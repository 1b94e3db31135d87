/** How extensions are served unlike in Lambda; a part of the table of fidelity. */
export const EXTENSIONS = {
  faithful: [
    {
      behaviour: 'Executables in extensions/ of layers are started before the runtime, which waits until they have registered',
      rules: ['RT-20', 'RT-21'],
    },
    {
      behaviour: 'Extensions in the runtime’s process; at most ten; each is told of what it has asked for',
      rules: ['RT-20', 'RT-21', 'RT-22'],
    },
    {
      behaviour: 'SHUTDOWN with its reason, and two seconds for it; SIGTERM for the runtime before, which has 0.6 of them',
      rules: ['RT-05', 'RT-22'],
    },
    {
      behaviour: 'Extension.LaunchError, InitError, ExitError and Crash fail Init or the invocation, and end the environment',
      rules: ['RT-23', 'RT-43'],
    },
    { behaviour: 'What has become of each is told when Init is over, as text and as JSON event', rules: ['RT-40', 'INV-87'] },
    {
      behaviour: 'Subscriptions to the Telemetry and Logs APIs during Init, over HTTP and TCP, with buffering and its bounds',
      rules: ['RT-30'],
    },
    {
      behaviour: 'Platform, function and extension events in order, with what came before the subscription and what was dropped',
      rules: ['RT-30', 'RT-40'],
    },
  ],
  differs: [
    {
      behaviour: 'sandbox.localdomain is the environment itself',
      rules: ['RT-30'],
      remark:
        'Deliveries go to 127.0.0.1; an extension that listens at that name needs it in the machine’s hosts file or isolation.',
    },
    {
      behaviour: 'A delivery that fails is repeated',
      rules: ['RT-30'],
      remark: 'Five times within two seconds, then it is dropped; eight batches wait. Lambda’s own figures are not documented.',
    },
    {
      behaviour: 'Spans tell when a response began and ended',
      rules: ['RT-40'],
      remark: 'So they do of responses that are streamed; of others both are told as of the moment when the response was there.',
    },
    {
      behaviour: 'The Logs API tells of faults',
      rules: ['RT-30'],
      remark: 'platform.fault is not sent; the report that follows is.',
    },
    {
      behaviour: 'The caller has the response before the extensions are done',
      rules: ['RT-01'],
      remark:
        'Not under the virtual clock, and not where the caller asks for the log: it then has it when they are, too. When they take too long the response stays as it is.',
    },
    {
      behaviour: 'Extensions lie in /opt/extensions',
      rules: ['RT-20', 'FN-52'],
      remark: 'So they do where functions are isolated; elsewhere they are started where the files of the layer lie.',
    },
    {
      behaviour: 'Every environment has a network of its own',
      rules: ['RT-30'],
      remark: 'All share this machine’s; the second extension that listens at the same port finds it taken.',
    },
  ],
};
