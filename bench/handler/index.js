exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ hello: event.name ?? 'world' }) });
