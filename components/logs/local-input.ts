import { absoluteTime } from '#components/ui/relative-time.ts';

/** `at` in ms as a field for local times takes it: "2026-11-21T14:21:07". */
export function localInputOf(at: number): string {
  return absoluteTime(at).replace(' ', 'T');
}

/** In ms since 1970; null while it is not whole. */
export function momentIn(typed: string): number | null {
  const at = typed === '' ? Number.NaN : new Date(typed).getTime();
  return Number.isNaN(at) ? null : at;
}

/** "14:21:07.042", with the day before it where lines of several days are shown. */
export function lineTime(at: number, hasDay: boolean): string {
  const [day = '', time = ''] = absoluteTime(at).split(' ');
  const clock = `${time}.${String(Math.trunc(at) % 1000).padStart(3, '0')}`;
  return hasDay ? `${day.slice(5)} ${clock}` : clock;
}
