const NARROW_SPACE = '\u202f';

/** A count with its thousands apart: "12 410". */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}
