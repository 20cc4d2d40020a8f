// `npm run up`: checks what a start needs, builds the console if its sources changed, and runs the product.
import { ensureBuilt } from '#scripts/build.ts';
import { checkStart } from '#server/supervisor/check-start.ts';
import { runProduct } from '#server/supervisor/run-product.ts';
import { runEntry } from '#server/supervisor/start-refused.ts';

await runEntry(async () => {
  await checkStart(process.env);
  await ensureBuilt();
  await runProduct({ isDev: false });
});
