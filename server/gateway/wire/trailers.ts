import { fieldName, lineStart, readFields } from '#server/gateway/wire/fields.ts';

/** Fields that must not come late: they frame or route a message, or say who is asking (RFC 9110 §6.5.1). */
const FORBIDDEN =
  /^(?:content-(?:length|encoding|type|range)|transfer-encoding|trailer|te|connection|keep-alive|upgrade|host|expect|cookie|set-cookie|authorization|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|x-request-id|x-cloudberth-.*|cache-control|max-forwards|age|expires|date|location|retry-after|vary|warning)$/;

/** Trailer lines that may be passed on; undefined where the section is malformed. */
export function passedTrailers(lines: string): string | undefined {
  if (lines === '') return '';
  const count = readFields(lines, 0, lines.length);
  if (typeof count !== 'number') return undefined;
  let passed = '';
  for (let index = 0; index < count; index += 1) {
    const end = index + 1 < count ? lineStart(index + 1) : lines.length;
    const name = fieldName(lines, index).replaceAll('_', '-');
    if (!FORBIDDEN.test(name)) passed += lines.slice(lineStart(index), end);
  }
  return passed;
}
