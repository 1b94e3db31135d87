/** How execution environments differ from Lambda’s; a part of the table of fidelity. */
export const ENVIRONMENTS = {
  faithful: [
    { behaviour: 'One environment runs one invocation at a time and is reused while it lives', rules: ['RT-07'] },
    {
      behaviour:
        'An Init that fails, or takes longer than 10 seconds, is begun again inside the invocation, and told of both times',
      rules: ['RT-02', 'INV-48', 'INV-82', 'INV-83'],
    },
    {
      behaviour: 'After a timeout or a crash, Init is part of the next invocation; module state is gone',
      rules: ['RT-04', 'INV-47'],
    },
    { behaviour: 'After a timeout or a crash the next environment finds /tmp as it was', rules: ['INV-47'] },
    { behaviour: 'Layers are searched in Lambda’s folders, later ones first', rules: ['FN-52'] },
    {
      behaviour: 'The variables that Lambda sets, and which of them a function may set otherwise',
      rules: ['FN-42', 'FN-43', 'FN-45'],
    },
  ],
  differs: [
    {
      behaviour: 'Code lies in /var/task and layers in /opt, read-only; /tmp is the environment’s own',
      rules: ['FN-14', 'FN-48', 'FN-52'],
      remark:
        'So it is on Linux with bubblewrap, /tmp with the configured size, or without a bound where a function has extensions, which share it; `list` and `start --json` say so. Elsewhere, or with `isolation: "none"`, code and layers stay where the assembly has them and are search paths, and /tmp is the machine’s.',
    },
    {
      behaviour: 'An environment is frozen between invocations',
      rules: ['RT-07'],
      remark:
        'So it is 10 ms after its answer, or its Init; processes that the handler moved into a session of their own go on. It is not frozen while telemetry is on its way to an extension; the rest is delivered when it goes on. With --inspect in NODE_OPTIONS nothing is frozen.',
    },
    {
      behaviour: 'Calls that are under way at once have an environment each',
      rules: ['CON-12', 'RT-07'],
      remark:
        'As many as this machine runs at once, eight under the virtual clock; the others wait for one of those. Of the free ones the first that was started is taken; when a handler calls one function several times at once, which call meets a new environment is not the same in every run.',
    },
    {
      behaviour: 'Environments are given up when they have been idle for a while, and every few hours',
      rules: ['RT-06', 'CON-12'],
      remark:
        'After 10 minutes without a call, or after `idleLifetime`; how long Lambda keeps them is not documented. Those that are called live until the executor stops.',
    },
    {
      behaviour: 'Everything a handler has started ends with its environment',
      rules: ['RT-05'],
      remark: 'So it does here; without isolation not those processes that the handler itself moved into a session of their own.',
    },
    {
      behaviour: 'Functions are isolated from the machine and from each other',
      rules: ['FN-48'],
      remark:
        'They are processes of the user who runs the executor; where they are isolated they can write to /tmp alone, and still read this machine’s other files.',
    },
    {
      behaviour: 'x86_64 or arm64, as declared',
      rules: ['FN-15'],
      remark: 'The architecture of this machine; compiled modules must fit it.',
    },
  ],
};
