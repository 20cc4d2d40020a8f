// `node scripts/failure-modes.ts` writes docs/failure-modes.md anew from the catalogues and messages of the product.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadMessages } from '#messages/load.ts';
import { FAILURE_CODES, failureSection } from '#scripts/failure-section.ts';
import { text } from '#scripts/message-text.ts';
import { PROBLEMS } from '#server/domain/problem.ts';
import { REFUSALS, type RefusalCode } from '#server/gateway/refusals.ts';

export const FAILURE_MODES_FILE = path.resolve(import.meta.dirname, '..', 'docs', 'failure-modes.md');

const HTTP_STATUS = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 400,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unsupported: 415,
} as const;

/** What ops staff do about a page of the gateway; the visitor's own words are in the page. */
const GATEWAY_ADVICE: Record<RefusalCode, string> = {
  request_malformed: 'Look at the client: its request breaks HTTP (RFC 9112) and reached no version.',
  test_address_closed:
    'Sign in to the console and use 访问服务, or open a share link that is not older than 7 days.',
  unknown_host:
    'Compare the address with 默认域名 in the service list; check BASE_DOMAIN and the DNS record.',
  ip_access:
    'Give people the default domain (S3-2: no access by bare IP); BASE_DOMAIN says what it ends with.',
  upstream_unreachable:
    'See 实例 and 日志 of the version that was named; the deployer replaces what has ended.',
  upstream_broken: 'The instance took the request and ended the connection: look for a crash in its log.',
  upstream_timeout:
    'The instance took the request and said nothing within the limit (300 s): look for what it waits for in its log.',
  service_paused: 'Press 恢复服务 in the console.',
  no_version: 'Deploy a version, or give a version traffic in 流量配置.',
  version_unavailable:
    'No instance came within 30 s of the first request, or 500 requests wait for one already (1,000 for all versions): the status of the version in the console says why.',
};

const START = `\`npm run up\` checks before it builds, and says in one sentence what to change.

| it says | what to do |
|---|---|
| These settings are wrong | Every wrong setting is listed; the README has them all. |
| Port … is taken | Stop the other program, or set \`PORT\`, \`GATEWAY_PORT\` or \`SHELL_PORT\`. |
| The data folder … cannot be written | Mend its owner and rights, or set \`DATA_DIR\`. |
| CloudBerth already runs on … | One supervisor runs on a data folder. Stop that process, or set \`DATA_DIR\`. |
| foreign keys broken after migration | Nothing was started. Keep a copy of the data folder, and go back to the release before. |
| The project's own Node 24 is not at … | npm is set to run no install scripts: run the command that is printed. |`;

if (import.meta.main) writeFileSync(FAILURE_MODES_FILE, failureModes());

/** The whole page, as Markdown. */
export function failureModes(): string {
  return `${[
    '# Failure modes',
    'Every code that the product shows, what it means and what to do. Written by `node scripts/failure-modes.ts` from the catalogues in the code; a test holds it to them. `‹name›` stands for a value.',
    '## A deployment failed',
    'The red status of a version with the grey cause beside it; behind it 错误详情 with the last lines of the log, and 处理建议 with a button for what the console can do. Traffic stays where it was. `npm run errors` reproduces these failures on a real Docker Engine.',
    ...FAILURE_CODES.map(failureSection),
    '## The gateway answers a visitor itself',
    'A small page in Chinese or English with the code and a request id, the id also in the header `x-request-id`.',
    table(['code', 'HTTP', 'the visitor reads', 'what to do'], Object.entries(REFUSALS).map(refusal)),
    '## The console refuses a request',
    'Nothing was changed. The API answers with `data.problem.code`.',
    table(['code', 'HTTP', '中文', 'English'], Object.entries(PROBLEMS).map(problem)),
    '## A field is not right',
    'Listed in `data.problem.issues` with the path of the field; the form shows it below the field.',
    table(['code', '中文', 'English'], Object.keys(loadMessages('en').issues).map(issue)),
    '## The product does not start',
    START,
  ].join('\n\n')}\n`;
}

function refusal([code, { status, zh, en }]: [string, (typeof REFUSALS)[RefusalCode]]): string[] {
  const words = `${zh.title}：${zh.text}<br>${en.title}. ${en.text}`;
  return [`\`${code}\``, String(status), words, GATEWAY_ADVICE[code as RefusalCode]];
}

function problem([code, kind]: [string, keyof typeof HTTP_STATUS]): string[] {
  const key = `problems.${code}`;
  return [`\`${code}\``, String(HTTP_STATUS[kind]), text('zh-CN', key), text('en', key)];
}

function issue(code: string): string[] {
  return [`\`${code}\``, text('zh-CN', `issues.${code}`), text('en', `issues.${code}`)];
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
