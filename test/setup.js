// aws-cdk-lib validates every template it synthesizes, which costs each test file 2 to 4 seconds; one suite does it for all.
process.env.CDK_VALIDATION ??= 'false';
