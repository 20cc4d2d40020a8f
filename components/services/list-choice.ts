const SHOWN = ['all', 'gray', 'abnormal'] as const;

export type Shown = (typeof SHOWN)[number];

export type ListChoice = { filter: string; show: Shown; page: number };

/** What the URL says of a service list; page and browser read it alike. */
export function listChoiceOf(params: URLSearchParams): ListChoice {
  return {
    filter: params.get('filter') ?? '',
    show: SHOWN.find((choice) => choice === params.get('show')) ?? 'all',
    page: pageOf(params),
  };
}

/** The page number of a list, from 1. */
export function pageOf(params: URLSearchParams): number {
  const page = Number(params.get('page'));
  return Number.isInteger(page) && page > 0 ? page : 1;
}
