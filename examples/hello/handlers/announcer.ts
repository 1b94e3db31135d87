import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

export const handler = async ({ text }: { text: string }) => {
  const request = { FunctionName: process.env.COUNTER, Payload: JSON.stringify({ text }) };
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand(request));
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(`the counter failed: ${answer}`);

  const { letters } = JSON.parse(answer) as { letters: number };
  return `"${text}" has ${letters} letters`;
};
