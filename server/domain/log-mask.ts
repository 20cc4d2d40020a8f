// Secrets in what instances print (product.md 5: logs with secrets masked).

const MASK = '••••••';
/** Shorter ones are in ordinary words by chance. */
const SHORTEST = 6;

/** Replaces the secrets wherever a line holds them as they are, or as JSON writes them. */
export function logMask(secrets: readonly string[]): (text: string) => string {
  const found = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST);
  // The longest first: one may begin with another.
  const wanted = [...new Set(found)].toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return (text) => text;
  return (text) => wanted.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
