// For tests: lines as an instance would have printed them.
import type { LogLineDraft } from '#server/domain/log-line.ts';

export function testLine(more: Partial<LogLineDraft> & { text: string }): LogLineDraft {
  return {
    serviceId: 's1',
    versionId: 'v1',
    instanceId: 'i1',
    at: 1_000,
    stream: 'stdout',
    level: 'log',
    file: '',
    dropped: 0,
    ...more,
  };
}
