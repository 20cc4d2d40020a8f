// `node bench/gateway/sink.ts <port>`: takes every body to its end before it answers, and echoes on WebSockets.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('taken\n'));
});
server.keepAliveTimeout = 120_000;
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (message) => socket.send(message));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
