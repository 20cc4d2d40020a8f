// Which images a Dockerfile begins with: what FROM and COPY --from name (docs.docker.com/reference/dockerfile). Nothing
// is built by it; it tells which registries a build will ask.

/** In the order of the file, without the stages of its own and without `scratch`. */
export function baseImages(dockerfile: string): string[] {
  const stages = new Set<string>();
  const images = new Set<string>();
  const values = new Map<string, string>();
  for (const line of instructions(dockerfile)) {
    readArgument(line, stages.size === 0 && images.size === 0, values);
    const from = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    const copied = /^(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=(\S+)/i.exec(line)?.[1];
    const named = from?.[1] === undefined ? copied : withValues(from[1], values);
    if (named !== undefined && isImage(named, stages)) images.add(named);
    if (from) stages.add((from[2] ?? '').toLowerCase());
  }
  return [...images];
}

/** Lines as the builder reads them: joined where one ends with the escape, without comments. */
function instructions(dockerfile: string): string[] {
  const mark = /^#\s*escape\s*=\s*`/im.test(dockerfile) ? '`' : '\\';
  const lines: string[] = [];
  let pending = '';
  for (const raw of dockerfile.split(/\r?\n/)) {
    const line = raw.trim();
    if (line.startsWith('#')) continue;
    pending += line.endsWith(mark) ? `${line.slice(0, -1)} ` : line;
    if (line.endsWith(mark)) continue;
    lines.push(pending.trim());
    pending = '';
  }
  return [...lines, pending.trim()].filter((line) => line !== '');
}

/** Only what comes before the first FROM counts there. */
function readArgument(line: string, isBeforeFrom: boolean, values: Map<string, string>): void {
  const argument = isBeforeFrom ? /^ARG\s+(\w+)(?:=(?:"([^"]*)"|'([^']*)'|(\S*)))?/i.exec(line) : null;
  if (argument?.[1] === undefined) return;
  values.set(argument[1], argument[2] ?? argument[3] ?? argument[4] ?? '');
}

/** `$name`, `${name}`, `${name:-otherwise}`. */
function withValues(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced, otherwise, bare) => {
    return values.get(braced ?? bare) || (otherwise ?? '');
  });
}

/** A stage is named before by AS, or by its number. */
function isImage(name: string, stages: ReadonlySet<string>): boolean {
  return name !== '' && name !== 'scratch' && !/^\d+$/.test(name) && !stages.has(name.toLowerCase());
}
