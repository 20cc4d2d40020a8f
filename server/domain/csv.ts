// CSV by RFC 4180, safe to be opened in a spreadsheet.

/** So that a spreadsheet takes the file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** One record with its line end, every field quoted. */
export function csvLine(fields: readonly (string | number | null)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula begins with an apostrophe, which makes it a text. */
function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
