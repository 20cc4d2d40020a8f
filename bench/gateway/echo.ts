// `node bench/gateway/echo.ts <port>`: WebSockets that say everything back.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]) });
server.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
