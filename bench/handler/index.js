exports.handler = async (event) => {
  if (event.fail) throw new Error('as asked');
  return { statusCode: 200, body: JSON.stringify({ hello: event.name ?? 'world' }) };
};
