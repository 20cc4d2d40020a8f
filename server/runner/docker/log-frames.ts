// The engine's log stream (API: attach, "stream format"): frames of 8 bytes head and a payload. With timestamps
// each frame is one log message; a line above 16 KiB comes in several messages, of which only the last ends in \n.
import type { LogLine } from '#server/runner/port.ts';

const HEAD_BYTES = 8;
const MAX_LINE_BYTES = 16 * 1024;
const NEWLINE = 10;

export type LogMessage = {
  stream: LogLine['stream'];
  /** RFC 3339 with nanoseconds, so that two of one stream can be compared as texts. */
  stamp: string;
  text: Buffer;
};

type Chunks = AsyncIterable<Buffer | string> | Iterable<Buffer>;

type Unfinished = { at: number; parts: Buffer[] };

/** Messages as the engine sends them with `timestamps`. */
export async function* logMessages(source: Chunks): AsyncGenerator<LogMessage> {
  for await (const { stream, payload } of frames(source)) yield messageOf(stream, payload);
}

/** What was written, as it was written. */
export async function* frames(
  source: Chunks,
): AsyncGenerator<{ stream: LogLine['stream']; payload: Buffer }> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    pending = Buffer.concat([pending, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    while (pending.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + pending.readUInt32BE(4);
      if (pending.length < end) break;
      yield { stream: pending[0] === 2 ? 'stderr' : 'stdout', payload: pending.subarray(HEAD_BYTES, end) };
      pending = pending.subarray(end);
    }
  }
}

/** Whole lines, in the order of the messages; the rest of a line above 16 KiB is dropped. */
export async function* logLines(messages: AsyncIterable<LogMessage>): AsyncGenerator<LogLine> {
  const unfinished: Record<LogLine['stream'], Unfinished | null> = { stdout: null, stderr: null };
  for await (const { stream, stamp, text } of messages) {
    const line = unfinished[stream] ?? { at: Date.parse(stamp), parts: [] };
    line.parts.push(text);
    unfinished[stream] = text.at(-1) === NEWLINE ? null : { ...line, parts: [capped(line.parts)] };
    if (!unfinished[stream]) yield lineOf(line, stream);
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    if (unfinished[stream]) yield lineOf(unfinished[stream], stream);
  }
}

/** A payload is `<time> <text>`. */
function messageOf(stream: LogLine['stream'], payload: Buffer): LogMessage {
  const space = payload.indexOf(' ');
  return { stream, stamp: payload.toString('latin1', 0, space), text: payload.subarray(space + 1) };
}

function capped(parts: Buffer[]): Buffer {
  return Buffer.concat(parts).subarray(0, MAX_LINE_BYTES);
}

function lineOf({ at, parts }: Unfinished, stream: LogLine['stream']): LogLine {
  const text = capped(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return { at, stream, text };
}
