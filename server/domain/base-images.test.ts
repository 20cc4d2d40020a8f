import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseImages } from '#server/domain/base-images.ts';

const CASES: [promise: string, dockerfile: string[], images: string[]][] = [
  [
    'the image of FROM, with its options',
    ['FROM --platform=linux/amd64 r.io/base:1 AS build'],
    ['r.io/base:1'],
  ],
  [
    'not a stage of its own, nor scratch',
    ['FROM a AS One', 'FROM one', 'FROM scratch', 'COPY --from=0 /x /x'],
    ['a'],
  ],
  [
    'what is copied from another image',
    ['FROM a', 'COPY --chown=1 --from=r.io/tool:2 /x /x'],
    ['a', 'r.io/tool:2'],
  ],
  [
    'defaults of arguments before the first FROM',
    ['ARG R="r.io"', `FROM ${'$'}{R}/base:${'$'}{TAG:-2}`],
    ['r.io/base:2'],
  ],
  ['not of arguments after it', ['FROM a', 'ARG R=r.io', 'FROM $R/base'], ['a', '/base']],
  [
    'an instruction on several lines',
    ['# FROM no', 'from \\', '  # in between', '  r.io/base'],
    ['r.io/base'],
  ],
  ['nothing of what is no Dockerfile', ['RUN echo FROM x', ''], []],
];

for (const [promise, dockerfile, images] of CASES) {
  test(`a build begins with ${promise}`, () => {
    assert.deepEqual(baseImages(dockerfile.join('\n')), images);
  });
}
