import type { Condition } from '#server/domain/traffic.ts';

type Serving = { number: number; conditions: readonly Condition[] };

/** How many rules a service has, and the number of its 默认版本. By percentage 0 and undefined. */
export function rulesOf(serving: readonly Serving[]): { count: number; defaultNumber: number | undefined } {
  const isDefault = ({ kind }: Condition) => kind === 'default';
  return {
    count: serving.flatMap(({ conditions }) => conditions.filter((condition) => !isDefault(condition)))
      .length,
    defaultNumber: serving.find(({ conditions }) => conditions.some(isDefault))?.number,
  };
}
