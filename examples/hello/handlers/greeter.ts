interface UrlEvent {
  readonly queryStringParameters?: { readonly name?: string };
}

export const handler = async (event: UrlEvent) => {
  const name = event.queryStringParameters?.name ?? 'world';
  console.log(`greeting ${name}`);
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `Hello ${name}`,
  };
};
