// What the flood is measured with: a program that prints a line every 10 ms, and one that prints all it can when asked.

/** `calm <number>` every 10 ms from its start; any request is answered with the number of the last line. */
export const CALM = `
let count = 0;
setInterval(() => console.log('calm ' + ++count + ' 订单处理完成 as on any other day'), 10);
require('node:http').createServer((_, answer) => answer.end(String(count))).listen(process.env.PORT);
`;

/** What the flooding program has printed since it was asked. */
export type Flooded = { lines: number; bytes: number; isOver: boolean; tookMs: number };

/**
 * Lines of about 1,000 characters, numbered. `/flood?seconds=…&megabytes=…`: begins to print so many megabytes a second,
 * or what its log takes; any other request is answered with {@link Flooded}.
 */
export const FLOODING = `
const { randomBytes } = require('node:crypto');
const hex = () => randomBytes(4).toString('hex');
const piece = () => 'order ' + hex() + ' shipped to user ' + hex() + ' after retry; ';
const pool = Array.from({ length: 512 }, () => Array.from({ length: 20 }, piece).join('').slice(0, 980));
const printed = { lines: 0, bytes: 0, isOver: true, tookMs: 0 };
function print(untilBytes) {
  let text = '';
  while (text.length < 262144 && printed.bytes + text.length < untilBytes) {
    printed.lines += 1;
    text += 'flood ' + printed.lines + ' ' + pool[printed.lines % 512] + '\\n';
  }
  printed.bytes += text.length;
  process.stdout.write(text);
}
function flood(seconds, bytesPerSecond) {
  const began = performance.now();
  Object.assign(printed, { lines: 0, bytes: 0, isOver: false });
  function step() {
    printed.tookMs = performance.now() - began;
    if (printed.tookMs > seconds * 1000) return void (printed.isOver = true);
    const due = (printed.tookMs / 1000) * bytesPerSecond;
    if (printed.bytes >= due) return void setTimeout(step, 2);
    print(due);
    setImmediate(step);
  }
  step();
}
require('node:http')
  .createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url, 'http://here');
    if (pathname === '/flood') setImmediate(flood, +searchParams.get('seconds'), searchParams.get('megabytes') * 1e6);
    answer.end(JSON.stringify(printed));
  })
  .listen(process.env.PORT);
`;
