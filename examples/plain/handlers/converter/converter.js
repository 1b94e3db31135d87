exports.handler = async ({ queryStringParameters: { fahrenheit } = {} }) => {
  if (fahrenheit === undefined || !Number.isFinite(Number(fahrenheit))) {
    return { statusCode: 400, body: 'fahrenheit must be a number' };
  }
  return { celsius: ((Number(fahrenheit) - 32) * 5) / 9 };
};
