// The least of RFC 6455 that an echo needs: text, binary, ping and close, fragments passed as they come.
import { createHash } from 'node:crypto';

const MAX_FRAME_BYTES = 1024 * 1024;

/** Answers the handshake (RFC 6455 §4.2.2) and echoes frames; gives the function that ends it with 1001. */
export function openWebSocket(request, socket) {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  );
  socket.on('error', () => socket.destroy());
  echoFrames(socket);
  return () => closeWebSocket(socket, 1001);
}

function echoFrames(socket) {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      if (frame.tooLong) return closeWebSocket(socket, 1009);
      pending = pending.subarray(frame.length);
      answerFrame(socket, frame);
    }
  });
}

function answerFrame(socket, { isFinal, opcode, payload }) {
  if (opcode === 8) return socket.end(frameOf(8, payload));
  if (opcode === 10) return;
  socket.write(frameOf(opcode === 9 ? 10 : opcode, payload, isFinal));
}

function closeWebSocket(socket, code) {
  socket.end(frameOf(8, Buffer.from([code >> 8, code & 255])));
}

/** One client frame (RFC 6455 §5.2), or null while it is incomplete. */
function readFrame(bytes) {
  if (bytes.length < 2) return null;
  const short = bytes[1] & 127;
  const headLength = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < headLength + 4) return null;
  const size =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (size > MAX_FRAME_BYTES) return { tooLong: true };
  const length = headLength + 4 + size;
  if (bytes.length < length) return null;
  const mask = bytes.subarray(headLength, headLength + 4);
  const payload = Buffer.from(bytes.subarray(headLength + 4, length)).map(
    (byte, index) => byte ^ mask[index % 4],
  );
  return { isFinal: bytes[0] >= 128, opcode: bytes[0] & 15, payload, length };
}

function frameOf(opcode, payload, isFinal = true) {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = (isFinal ? 128 : 0) | opcode;
  head[1] = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
