import { createTranslator } from 'use-intl/core';
import { type Locale, loadMessages } from '#messages/load.ts';

/** A message with `‹name›` for each value that is not given, and the usual branch where it has several. */
export function text(locale: Locale, key: string, given: Record<string, string> = {}): string {
  const message = messageAt(locale, key);
  const values = [...message.matchAll(/\{(\w+)(,\s*plural)?/g)].map(([, name = '', plural]) => [
    name,
    plural ? 2 : `‹${name}›`,
  ]);
  const translate = createTranslator({ locale, messages: { message } });
  return translate('message', { ...Object.fromEntries(values), ...given });
}

/** The values of `name` for which a message has words of its own. */
export function choicesOf(key: string, name: string): string[] {
  const message = messageAt('en', key);
  const opening = `{${name}, select, `;
  const start = message.indexOf(opening);
  if (start < 0) return [];
  const choices: string[] = [];
  let depth = 0;
  for (const [part] of message.slice(start + opening.length).matchAll(/\w+(?= \{)|[{}]/g)) {
    if (part === '}' && depth === 0) break;
    if (part === '{') depth += 1;
    else if (part === '}') depth -= 1;
    else if (depth === 0) choices.push(part);
  }
  return choices.filter((choice) => choice !== 'other');
}

function messageAt(locale: Locale, key: string): string {
  const message = key.split('.').reduce<unknown>(inner, loadMessages(locale));
  if (typeof message !== 'string') throw new Error(`there is no message ${key}`);
  return message;
}

function inner(tree: unknown, key: string): unknown {
  return tree instanceof Object ? Reflect.get(tree, key) : undefined;
}
