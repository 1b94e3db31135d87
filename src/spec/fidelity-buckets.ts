/** What S3 does, and how the executor does it. */
export const BUCKETS = {
  faithful: [
    {
      behaviour:
        'Objects: writing, reading, ranges, parts, copies, deletion one by one and in bulk, conditional reads and writes, metadata, tags',
      rules: ['S3-01'],
    },
    {
      behaviour: 'ETags and checksums as S3 makes them, of whole objects and of parts; wrong ones are refused',
      rules: ['S3-09'],
    },
    {
      behaviour: 'Versions: enabled, suspended, delete markers; listings with prefixes, delimiters, pages and encoding',
      rules: ['S3-11'],
    },
    { behaviour: 'Uploads in parts, with copies as parts; pre-signed addresses', rules: ['S3-04'] },
    {
      behaviour: 'Notifications to functions, by event, prefix and suffix, from the bucket or the custom resource of the CDK',
      rules: ['S3-01', 'S3-02', 'S3-05', 'S3-08', 'S3-09', 'S3-10', 'S3-11', 'S3-13'],
    },
    {
      behaviour:
        'Uploads by HTML forms (POST Object, `createPresignedPost`): signature, policy with its conditions, `${filename}`, answers and redirects, errors',
      rules: ['S3-04'],
    },
    {
      behaviour:
        'CORS: rules of the template and of PutBucketCors, preflights, headers of all answers by the first rule that fits, refusals',
      rules: [],
    },
    {
      behaviour:
        'What tools ask buckets about themselves: lifecycle rules, encryption, public access, ownership, ACL, policy, website, object lock, logging, acceleration, as the template says, otherwise as every new bucket, or with the error that S3 has for it',
      rules: [],
    },
    { behaviour: 'Notifications that overlap are refused', rules: ['S3-04', 'S3-05', 'S3-06'] },
    { behaviour: 'A bucket as failure destination gets each record as an object', rules: ['INV-68'] },
  ],
  differs: [
    {
      behaviour: 'Notifications come once or more often, some time after the change, in no order',
      rules: ['S3-14'],
      remark:
        'Once, at once, and in the order of the changes; what two functions write under one key at once comes as their calls arrive.',
    },
    {
      behaviour: 'The events of one bucket have version 2.1, or by now 2.6',
      rules: ['S3-12'],
      remark:
        '2.1, and 2.3 of tags, as recorded; ids of the request are made up and the same in every run under a virtual clock.',
    },
    {
      behaviour: 'Queues, topics and the event bus are told of changes',
      rules: ['S3-01', 'S3-15'],
      remark:
        'Where their service is not emulated, what they would have received is in the journal and in `notices` of the bucket. They get the test event when the configuration is changed at run time, not when the app starts.',
    },
    {
      behaviour: 'A configuration is refused when its function may not be invoked, or its queue or topic not be sent to',
      rules: ['S3-02'],
      remark: 'It is taken; each notification for a function whose policy does not let S3 in is told as failed.',
    },
    {
      behaviour: 'Files of a BucketDeployment are in the bucket, with the values that are only known in AWS in their places',
      rules: [],
      remark:
        'They are there from the start, and nothing is told of them. Of what they are given, content type, caching, disposition, encoding, language and metadata; what nobody names a content type for has that of the AWS CLI under Python 3.13. Nothing is pruned, and where several put one key, the last of the template counts. Files that are not assets of the app are not copied, which is said.',
    },
    {
      behaviour: 'Objects have up to 50 TB, and buckets no limit',
      rules: [],
      remark:
        'Everything is in memory: 256 MiB for one request, 1 GiB for all buckets together, with older versions and parts; more is refused with EntityTooLarge.',
    },
    {
      behaviour: 'Bucket policies, ACLs, ownership and public access decide who may do what; encryption keeps others out',
      rules: [],
      remark:
        'Whoever may call the endpoint may do everything. ACLs of uploads are taken and mean nothing; encryption is only told of.',
    },
    {
      behaviour: 'A form is let in by whoever has signed its policy, until it expires, and by nobody where the bucket is private',
      rules: [],
      remark:
        'As with pre-signed addresses, signatures and the time of expiry count with `authentication: "verify"`, by real time; the conditions of a policy always do. A file whose part names no file must be text in UTF-8. The fields before the file are counted by their names and values.',
    },
    {
      behaviour: 'A page may read without a signature what is public, and a bucket that is not there refuses preflights',
      rules: [],
      remark:
        'What pages of other origins send must be signed, or pre-signed, whatever the rules say; with `authentication: "any"` nobody looks by whom. A preflight for a bucket that is not there is answered by S3 only at a host of S3, or with a signature in its address.',
    },
  ],
  absent: [
    {
      behaviour: 'Lifecycle rules, replication, object lock, customer keys, inventory, websites, Select, access points',
      rules: [],
      remark:
        'What templates say of them is told and has no effect, replication and inventories are not even told. Operations that would set them, and members for them, are refused by name.',
    },
  ],
} as const;
