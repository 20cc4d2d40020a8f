import { ENTRIES } from '#e2e/errors/catalogue.ts';
import { choicesOf, text } from '#scripts/message-text.ts';
import { type AdviceAction, FAILURES, type FailureCode } from '#server/domain/failures.ts';

export const FAILURE_CODES = Object.keys(FAILURES) as FailureCode[];

/** A failure of the catalogue, as Markdown: what it is called, what is said, what to do, and what reproduces it. */
export function failureSection(code: FailureCode): string {
  const label = `failures.${code}.label`;
  const short = `failures.${code}.short`;
  return [
    `### \`${code}\` ${text('zh-CN', label)} · ${text('en', label)}`,
    `${text('zh-CN', short)} · ${text('en', short)}`,
    both(`failures.${code}.message`),
    ...choices(code),
    FAILURES[code].advice.map((action, index) => advice(code, index + 1, action)).join('\n'),
    ...reproducedBy(code),
  ].join('\n\n');
}

/** Where one code has several causes that are told apart by a value. */
function choices(code: FailureCode): string[] {
  const key = `failures.${code}.message`;
  const lines = ['reason', 'where', 'what'].flatMap((name) =>
    choicesOf(key, name).map((choice) => `- \`${choice}\`: ${both(key, { [name]: choice })}`),
  );
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function advice(code: FailureCode, number: number, action: AdviceAction | null): string {
  const button = action ? ` **${text('zh-CN', `deployments.actions.${action}`)}**` : '';
  return `${number}. ${both(`failures.${code}.advice.${number}`)}${button}`;
}

function reproducedBy(code: FailureCode): string[] {
  const names = ENTRIES.filter(({ cases }) => cases.some((expected) => expected.code === code)).map(
    ({ name }) => name,
  );
  return names.length > 0 ? [`Reproduced: ${names.join(', ')}.`] : [];
}

function both(key: string, given?: Record<string, string>): string {
  return `${text('zh-CN', key, given)}<br>${text('en', key, given)}`;
}
