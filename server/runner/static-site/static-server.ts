import { fileURLToPath } from 'node:url';

/** The program that serves a static site: plain JavaScript without dependencies. */
export const STATIC_SERVER = fileURLToPath(new URL('./static-server.mjs', import.meta.url));
