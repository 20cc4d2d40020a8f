import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectedPath, collectionPathIssue, folderOf } from '#server/domain/collection-path.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

function issueOf(logPath: string): string | undefined {
  return collectionPathIssue({ logType: 'custom', logPath });
}

test('a folder or a file of one own is collected, and stdout alone asks for no file', () => {
  for (const path of ['/app/logs', '/app/logs/', '/app/logs/app.log', '/var/log/shop/app.out', '/data/v1.2'])
    assert.equal(issueOf(path), undefined, path);
  assert.equal(issueOf('stdout'), undefined);
  assert.equal(collectedPath({ logType: 'custom', logPath: 'stdout' }), null);
  assert.equal(collectedPath({ logType: 'custom', logPath: '/app/logs' }), '/app/logs');
});

test('S4-6: only .log, .trace and .out are collected', () => {
  for (const path of ['/app/logs/app.txt', '/app/core.DUMP']) assert.equal(issueOf(path), 'log_path_ending');
});

test('a path that is relative or climbs is refused', () => {
  for (const path of ['', 'logs', './logs', '/app/../etc', '/app/./logs', '/app//logs', '//'])
    assert.equal(issueOf(path), 'log_path_not_absolute', path);
});

test('what would hide the files of the system or of programs is refused', () => {
  for (const path of [
    '/',
    '/etc',
    '/etc/shop',
    '/proc/1',
    '/usr/bin',
    '/var/log',
    '/tmp/',
    '/var/log/app.log',
  ])
    assert.equal(issueOf(path), 'log_path_system', path);
  assert.equal(folderOf('/app.log'), '');
  assert.equal(issueOf('/app.log'), 'log_path_system');
});

test('S3-25: the path counts only where 日志采集类型 is 自定义, and is refused at its field', () => {
  const source = { kind: 'image', image: 'sample/hello:v1' };
  const kept = versionSpecSchema.safeParse({ source, logType: 'default', logPath: 'logs' });
  assert.equal(kept.success, true);
  const refused = versionSpecSchema.safeParse({ source, logType: 'custom', logPath: 'logs' });
  assert.deepEqual(
    refused.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    ['logPath: log_path_not_absolute'],
  );
});
