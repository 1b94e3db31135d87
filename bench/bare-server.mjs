// The limit: the handler in the thread of a node:http server, without anything of Lambda around it. node bare-server.mjs PORT
import { createServer } from 'node:http';
import handlers from './handler/index.js';

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const body = JSON.stringify(await handlers.handler(JSON.parse(Buffer.concat(chunks).toString() || '{}')));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
