import { filterOf, type LogChoice } from '#components/logs/log-choice.ts';

/** GET /api/logs-export of what is asked for; lists are parted by commas. `now` in ms since 1970. */
export function exportPath(
  serviceId: string,
  choice: LogChoice,
  format: 'txt' | 'jsonl',
  now: number,
): string {
  const asked = Object.entries(filterOf(choice, now)).flatMap(([name, value]) => {
    const text = value === null || value === false ? '' : String(value);
    return text === '' ? [] : [[name, text]];
  });
  const params = [['serviceId', serviceId], ['format', format], ['order', choice.order], ...asked];
  return `/api/logs-export?${new URLSearchParams(params)}`;
}
