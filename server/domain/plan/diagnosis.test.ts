import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instance } from '#server/domain/instance.ts';
import {
  diagnoseExits,
  diagnoseLate,
  diagnoseStart,
  type LateFacts,
  refineByLog,
} from '#server/domain/plan/diagnosis.ts';

const SPEC = { port: 8080, probe: { kind: 'http', path: '/healthz' }, memoryGb: 2 } as const;

const EXITED: Instance = {
  id: 'a',
  versionId: 'v1',
  snapshotNumber: 1,
  state: 'exited',
  host: null,
  port: null,
  cpu: 1,
  memoryGb: 2,
  createdAt: 500,
  startedAt: 1_000,
  readyAt: null,
  drainingAt: null,
  stoppedAt: 1_200,
  exitCode: 3,
  isOutOfMemory: false,
  cutRequests: 0,
  stopReason: null,
};

describe('an instance that ended by itself', () => {
  const diagnose = (last: Partial<Instance>, isOutOfMemory = false) =>
    diagnoseExits([EXITED, { ...EXITED, ...last }], isOutOfMemory, SPEC);

  test('ended at once where it ran for less than three seconds, or was never seen running', () => {
    const atOnce = { code: 'exited_at_once', params: { exitCode: 3, times: 2 } };
    assert.deepEqual(diagnose({ stoppedAt: 3_999 }), atOnce);
    assert.deepEqual(diagnose({ startedAt: null, stoppedAt: 90_000 }), atOnce);
  });

  test('ended after a while where it ran for longer', () => {
    const params = { seconds: 12, exitCode: 3, times: 2 };
    assert.deepEqual(diagnose({ stoppedAt: 13_000 }), { code: 'exited_later', params });
  });

  test('is in a crash loop where one of them had been ready', () => {
    const params = { exitCode: 3, times: 2 };
    assert.deepEqual(diagnose({ readyAt: 1_100 }), { code: 'deploy_fail', params });
  });

  test('ran out of memory where the engine says so, whatever else is true', () => {
    const params = { memoryGb: 2, times: 2 };
    assert.deepEqual(diagnose({ readyAt: 1_100 }, true), { code: 'out_of_memory', params });
  });
});

describe('an instance that is late', () => {
  const facts: LateFacts = {
    probe: { kind: 'refused' },
    listening: [],
    startedAt: 10_000,
    lastLineAt: null,
    now: 162_000,
  };
  const rows: [string, Partial<LateFacts>, ReturnType<typeof diagnoseLate>][] = [
    [
      'and silent hangs',
      { lastLineAt: 11_000 },
      { code: 'start_timeout', params: { port: 8080, seconds: 152 } },
    ],
    ['and has no log hangs', {}, { code: 'start_timeout', params: { port: 8080, seconds: 152 } }],
    [
      'and still writes is slow',
      { lastLineAt: 161_000 },
      { code: 'slow_start', params: { port: 8080, seconds: 152 } },
    ],
    [
      'and listens elsewhere is told where',
      {
        listening: [
          { port: 80, isLoopbackOnly: false },
          { port: 9000, isLoopbackOnly: true },
        ],
      },
      { code: 'port_not_listening', params: { port: 8080, found: '80, 127.0.0.1:9000' } },
    ],
    [
      'and listens for itself only is told so',
      {
        listening: [
          { port: 9000, isLoopbackOnly: false },
          { port: 8080, isLoopbackOnly: true },
        ],
      },
      { code: 'loopback_only', params: { port: 8080 } },
    ],
    [
      'is only told not to listen where the engine cannot look into it',
      { listening: null },
      { code: 'port_not_listening', params: { port: 8080, found: 'unknown' } },
    ],
    [
      'and answers 500 fails its check',
      { probe: { kind: 'status', status: 500 } },
      { code: 'health_check_fail', params: { status: 500, path: '/healthz' } },
    ],
    [
      'and never answers is told so',
      { probe: { kind: 'timeout' } },
      { code: 'probe_no_answer', params: { port: 8080 } },
    ],
  ];
  for (const [name, more, diagnosis] of rows) {
    test(name, () => assert.deepEqual(diagnoseLate({ ...facts, ...more }, SPEC), diagnosis));
  }
});

describe('an instance whose probe is a command', () => {
  const facts = { listening: null, startedAt: 10_000, lastLineAt: null, now: 162_000 };
  const late = (probe: LateFacts['probe'], command = ['check', '--deep']) =>
    diagnoseLate({ ...facts, probe }, { port: 8080, probe: { kind: 'exec', command } });
  const ended = (exitCode: number, lastLine: string) => late({ kind: 'exit', exitCode, lastLine });
  const failed = (exitCode: number, output: string) => ({
    code: 'probe_command_fail',
    params: { command: 'check --deep', exitCode, output },
  });

  test('is told with what ended and its last words', () => {
    assert.deepEqual(ended(7, 'no database'), failed(7, 'no database'));
    assert.deepEqual(ended(1, ''), failed(1, 'none'));
  });

  for (const [exitCode, line, program] of [
    [126, 'OCI runtime exec failed: exec: "curl": executable file not found in $PATH: unknown', 'curl'],
    [127, 'unable to start container process: exec: "/x": stat /x: no such file or directory', '/x'],
    [127, 'sh: curl: not found', 'curl'],
  ] as const) {
    test(`lacks ${program}: ${line}`, () => {
      assert.deepEqual(ended(exitCode, line), { code: 'probe_command_missing', params: { program } });
    });
  }

  test('lacks nothing where a check of its own says so and ends with another code', () => {
    assert.deepEqual(ended(1, 'sh: curl: not found'), failed(1, 'sh: curl: not found'));
  });

  test('is told not to end where it was killed, and a long one is cut', () => {
    assert.deepEqual(late({ kind: 'timeout' }, ['sh', '-c', 'x'.repeat(500)]), {
      code: 'probe_command_timeout',
      params: { command: `sh -c ${'x'.repeat(194)}…` },
    });
  });
});

describe('a start that the engine refused', () => {
  // As Docker 20.10 with runc 1.1, Docker 27 with runc 1.2, and Docker 20.10 on a full disk say it.
  const rows: [string, ReturnType<typeof diagnoseStart>][] = [
    [
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
      { code: 'command_not_found', params: { command: 'serve' } },
    ],
    [
      'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/app/run": stat /app/run: no such file or directory: unknown',
      { code: 'command_not_found', params: { command: '/app/run' } },
    ],
    [
      'OCI runtime create failed: unable to start container process: exec /app: exec format error: unknown',
      { code: 'exec_format', params: {} },
    ],
    [
      'mkdir /var/lib/docker/overlay2/0a1b: no space left on device',
      { code: 'disk_full', params: { where: 'start' } },
    ],
    ['No command specified', { code: 'start_fail', params: { reason: 'No command specified' } }],
  ];
  for (const [message, diagnosis] of rows) {
    test(`is ${diagnosis.code}: ${message}`, () => assert.deepEqual(diagnoseStart(message), diagnosis));
  }
});

describe('the log of a program that ended at once', () => {
  const ended = (exitCode: number) => ({ code: 'exited_at_once', params: { exitCode, times: 3 } }) as const;

  test('tells a program for another processor', () => {
    const log = ['standard_init_linux.go:228: exec user process caused: exec format error'];
    assert.deepEqual(refineByLog(ended(1), log), { code: 'exec_format', params: {} });
  });

  for (const line of [
    '/bin/sh: 1: serve: not found',
    'sh: serve: not found',
    'bash: line 1: serve: command not found',
  ]) {
    test(`tells a command that a shell did not find: ${line}`, () => {
      const found = { code: 'command_not_found', params: { command: 'serve' } };
      assert.deepEqual(refineByLog(ended(127), ['starting', line]), found);
      assert.deepEqual(refineByLog(ended(1), [line]), ended(1));
    });
  }

  test('changes nothing where the program ran for a while', () => {
    const later = { code: 'exited_later', params: { seconds: 9, exitCode: 127, times: 3 } } as const;
    assert.deepEqual(refineByLog(later, ['sh: serve: not found']), later);
  });
});
