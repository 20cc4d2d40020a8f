// `npm run dev`: the product from its sources, reloaded when they change, with something in it to look at.
import { seed } from '#scripts/seed.ts';
import { runProduct } from '#server/supervisor/run-product.ts';
import { runEntry } from '#server/supervisor/start-refused.ts';

await runEntry(() =>
  runProduct({
    isDev: true,
    whenReady: (settings) =>
      seed(settings).catch((error) => console.error('seed: stopped before its end:', error)),
  }),
);
