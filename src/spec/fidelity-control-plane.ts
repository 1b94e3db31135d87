/** What SDK clients can read and change of functions while an app runs, and how it differs; a part of the table of fidelity. */
export const CONTROL_PLANE = {
  faithful: [
    {
      behaviour:
        'Functions, versions, aliases, URLs, policies, layers, tags, concurrency and asynchronous settings are read in Lambda’s shapes, page by page',
      rules: ['FN-05', 'FN-80', 'FN-85', 'VER-08', 'ALS-02', 'URL-02', 'IAM-03', 'INV-60', 'CON-04'],
    },
    {
      behaviour: 'Requests are refused in the words of the validator in front of Lambda, or of Lambda itself',
      rules: ['ERR-03', 'ERR-04', 'FN-04', 'FN-83', 'ALS-04', 'CON-02', 'IAM-05', 'INV-61', 'ESM-43'],
    },
    {
      behaviour: 'New code and settings make new environments; those that run something finish it on what they were',
      rules: ['FN-81', 'INV-70'],
    },
    {
      behaviour: 'PublishVersion numbers upwards, only when something has changed, and keeps the files of its time',
      rules: ['VER-01', 'VER-02', 'VER-03', 'VER-04', 'VER-05', 'VER-06', 'VER-07'],
    },
    {
      behaviour: 'What is changed gets another revision; the policy of a function, version or alias has the revision of that',
      rules: ['FN-80', 'FN-83', 'VER-05', 'ALS-08', 'IAM-05'],
    },
    {
      behaviour: 'Reservations, permissions, URLs and weights that are changed at run time count from the next call on',
      rules: ['CON-03', 'IAM-03', 'URL-02', 'ALS-06'],
    },
    { behaviour: 'InvokeAsync queues an event', rules: ['INV-03'] },
  ],
  differs: [
    {
      behaviour: 'A change of a function or mapping is under way for a while, and others are refused meanwhile',
      rules: ['FN-80', 'FN-81', 'FN-82', 'ESM-30'],
      remark:
        'For one second of the executor’s clock, or until somebody reads its status with Get: waiters of SDKs go on at once, also where time stands.',
    },
    {
      behaviour: 'CodeSha256 and CodeSize are those of the .zip archive',
      rules: ['FN-30'],
      remark: 'So they are for archives; of a folder in the assembly they are those of its files, since no archive is made.',
    },
    {
      behaviour: 'GetFunction and GetLayerVersion give an address to download the code from',
      rules: ['FN-30'],
      remark: 'It is left out.',
    },
    {
      behaviour: 'Each Region and account has its own functions',
      rules: ['ERR-07', 'ERR-08'],
      remark: 'So it is for apps in several; a client that is set to another Region reads those of an app that has but one.',
    },
    {
      behaviour: 'The address of a function URL',
      rules: ['URL-01'],
      remark: 'The local one is told, so that clients reach it.',
    },
    {
      behaviour: 'Functions can be created and updated in every way',
      rules: ['FN-21', 'FN-29', 'FN-66'],
      remark:
        'With ZipFile; code in S3 and images, and settings that nothing here carries out (VpcConfig, FileSystemConfigs, SnapStart, keys, DurableConfig …) are refused with NotEmulatedException and the member’s name.',
    },
    {
      behaviour: 'A function is told of with all of its settings',
      rules: ['FN-60', 'FN-61', 'FN-65', 'FN-80'],
      remark: 'Those that nothing here carries out, as VpcConfig, are left out, also where the app declares them.',
    },
    {
      behaviour: 'The layers of all accounts can be used',
      rules: ['FN-51'],
      remark:
        'At run time those that the app makes. Its functions have those of others with the files that `layers` gives, otherwise without any, which is told.',
    },
    {
      behaviour: 'A function that is changed at run time finds the local address of URLs in its variables',
      rules: ['URL-01'],
      remark: 'Only variables of the app are rewritten so; those of a request are taken as they are.',
    },
    {
      behaviour: 'Event source mappings are made, changed, paused and deleted',
      rules: ['ESM-30', 'ESM-33', 'ESM-36', 'ESM-41', 'ESM-42', 'ESM-47', 'ESM-54'],
      remark:
        'Whether the source is there, and whether its visibility timeout allows the function’s, is not looked up when one is made.',
    },
    {
      behaviour: 'The runtime of a function is managed by Lambda',
      rules: ['FN-71'],
      remark: 'GetRuntimeManagementConfig always answers Auto; it is the runtime of this machine.',
    },
    {
      behaviour: 'Calls of the control plane are limited to a few a second',
      rules: ['CON-11'],
      remark: 'They are not.',
    },
  ],
  absent: [
    {
      behaviour: 'Publishing layers, code signing, runtime management, tags of mappings and all other operations of Lambda',
      rules: ['FN-54', 'FN-70'],
      remark: 'Refused with NotEmulatedException and the operation’s name.',
    },
  ],
} as const;
