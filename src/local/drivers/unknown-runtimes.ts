/** Families of runtimes that are not run here, or not everywhere, and how a function of theirs can be: with a client of the Runtime API in its package. */
const ADVICE: readonly (readonly [family: RegExp, advice: string])[] = [
  [
    /^java/,
    'a script `bootstrap` that starts com.amazonaws.services.lambda.runtime.api.client.AWSLambda of aws-lambda-java-runtime-interface-client with the handler as its argument',
  ],
  [/^ruby/, 'a script `bootstrap` that runs aws_lambda_ric of the gem of that name with the handler as its argument'],
  [/^dotnet/, 'an executable `bootstrap` built with Amazon.Lambda.RuntimeSupport'],
  [/^go/, 'the program itself, built with aws-lambda-go and named `bootstrap`'],
];

/** Why a function of a runtime that no launcher knows is not run, and what to do. */
export function whyNotRun(runtime: string, families: readonly string[]): string {
  const sentence = `Functions of ${runtime} are not run here, only those of ${families.join(', ')}`;
  const advice = customRuntimeAdvice(runtime);
  return advice === undefined ? `${sentence}.` : `${sentence}; ${advice}`;
}

/** How a function of this runtime can be run all the same. */
export function customRuntimeAdvice(runtime: string): string | undefined {
  const [, advice] = ADVICE.find(([family]) => family.test(runtime)) ?? [];
  return advice && `to run it, make it one of provided.al2023 whose package has ${advice}.`;
}
