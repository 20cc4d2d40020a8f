// How the end of a request is counted. A request ends in exactly one class.

/** 'left': the visitor went before an answer. 'broken': the answer broke off, so that it never was whole. */
export const STATUS_CLASSES = ['left', '1xx', '2xx', '3xx', '4xx', '5xx', 'broken'] as const;

export type StatusClass = (typeof STATUS_CLASSES)[number];

/** Given to a counter or a log in place of a status where the visitor left before an answer. */
export const VISITOR_LEFT = 0;
/** Given to a counter or a log in place of a status where the answer broke off after its head. */
export const ANSWER_BROKEN = -1;

/** Place of a status in {@link STATUS_CLASSES}; a status that HTTP does not know counts as the nearest class. */
export function statusClassIndex(status: number): number {
  if (status === VISITOR_LEFT) return 0;
  if (status < 0) return 6;
  const hundreds = (status / 100) | 0;
  return Math.min(Math.max(hundreds, 1), 5);
}

export function statusClassOf(status: number): StatusClass {
  return STATUS_CLASSES[statusClassIndex(status)] ?? '5xx';
}

/** Errors are answers of 5xx and answers that broke off; a visitor who leaves is none. */
export function isErrorClass(statusClass: StatusClass): boolean {
  return statusClass === '5xx' || statusClass === 'broken';
}

export function isErrorStatus(status: number): boolean {
  return isErrorClass(statusClassOf(status));
}

/** The stored statuses of a class: `from` ≤ status < `to`. */
export function statusRangeOf(statusClass: StatusClass): { from: number; to: number } {
  if (statusClass === 'left') return { from: VISITOR_LEFT, to: VISITOR_LEFT + 1 };
  if (statusClass === 'broken') return { from: ANSWER_BROKEN, to: ANSWER_BROKEN + 1 };
  const hundreds = Number(statusClass[0]);
  return { from: hundreds === 1 ? 1 : hundreds * 100, to: hundreds === 5 ? 1_000 : (hundreds + 1) * 100 };
}
