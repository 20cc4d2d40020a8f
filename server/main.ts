// `node server/main.ts`: the product under one supervisor, from a console that is built already.
import { runProduct } from '#server/supervisor/run-product.ts';
import { runEntry } from '#server/supervisor/start-refused.ts';

await runEntry(() => runProduct({ isDev: false }));
