/** Address of who sent a request, as the console's server wrote it; null where there is none. */
export function addressOf(headers: Headers): string | null {
  return headers.get('x-forwarded-for')?.split(',')[0]?.trim() || null;
}
