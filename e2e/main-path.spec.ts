import { test } from '#e2e/fixtures.ts';
import { walkMainPath } from '#e2e/main-path.ts';

const TITLE = 'S0-1 … S0-19, S2-5 … S2-9, S3-22: deploy, upgrade in full, upgrade in gray, visit, go back';

test(TITLE, async ({ page, serviceName }) => {
  test.slow();
  await walkMainPath(page, serviceName, test.step);
});

test(`on Docker: ${TITLE} @docker`, async ({ page, serviceName }) => {
  test.setTimeout(300_000);
  await walkMainPath(page, serviceName, test.step);
});
