// A Node service without dependencies: it listens on PORT, on every address, and ends when it is told to.
import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 80);

const server = createServer((request, response) => {
  console.log(`${request.method} ${request.url}`);
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${process.env.GREETING ?? '你好，hello'}\n`);
});
server.listen(port, '0.0.0.0', () => console.log(`listens on ${port}`));

process.on('SIGTERM', () => server.close(() => process.exit(0)));
