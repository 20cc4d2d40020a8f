import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenFiles, isLeftOut } from '#components/versions/spec-form/folder-files.ts';

test('.git never comes along, node_modules only where it is wanted', () => {
  assert.equal(isLeftOut('shop/.git/HEAD', true), true);
  assert.equal(isLeftOut('shop/node_modules/a/index.js', false), true);
  assert.equal(isLeftOut('shop/packages/b/node_modules/a.js', false), true);
  assert.equal(isLeftOut('shop/node_modules/a/index.js', true), false);
  assert.equal(isLeftOut('shop/.gitignore', false), false);
  assert.equal(isLeftOut('shop/src/node_modules.js', false), false);
});

test('chosen files keep the name of their folder', () => {
  const file = Object.assign(new File(['1'], 'index.js'), { webkitRelativePath: 'shop/src/index.js' });
  assert.deepEqual(
    chosenFiles([file], false).map(({ path }) => path),
    ['shop/src/index.js'],
  );
});
