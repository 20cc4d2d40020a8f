// One text for one event, so that its hash can be computed again by any program (docs/decisions/020-audit.md).

/** JSON by RFC 8785 (JCS): members sorted by UTF-16 code units, no space. Throws for what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return scalarText(value);
  if ('toJSON' in value) return canonicalJson(JSON.parse(JSON.stringify(value)));
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${scalarText(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** RFC 8785 knows no half of a surrogate pair (3.2.2.2). */
function scalarText(value: unknown): string {
  const text = JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value);
  if (text === undefined) throw new TypeError(`${typeof value} has no place in an event`);
  return text;
}

/** An event as its row holds it; `before` and `after` are texts of canonical JSON. */
export type EventRow = {
  id: number;
  at: number;
  actorId: string;
  actorName: string;
  kind: string;
  environmentId: string | null;
  serviceId: string | null;
  versionId: string | null;
  target: string | null;
  before: string | null;
  after: string | null;
  outcome: string;
  problem: string | null;
  via: string;
  tokenId: string | null;
  address: string | null;
  requestId: string | null;
  previousHash: string;
};

/** What is hashed: all fields but the hash itself, as one canonical object. Written out, for it runs for every row. */
export function canonicalEvent(row: EventRow): string {
  const t = JSON.stringify;
  return (
    `{"actorId":${t(row.actorId)},"actorName":${t(row.actorName)},"address":${t(row.address)}` +
    `,"after":${row.after},"at":${row.at},"before":${row.before}` +
    `,"environmentId":${t(row.environmentId)},"id":${row.id},"kind":${t(row.kind)}` +
    `,"outcome":${t(row.outcome)},"previousHash":${t(row.previousHash)},"problem":${t(row.problem)}` +
    `,"requestId":${t(row.requestId)},"serviceId":${t(row.serviceId)},"target":${t(row.target)}` +
    `,"tokenId":${t(row.tokenId)},"versionId":${t(row.versionId)},"via":${t(row.via)}}`
  );
}
