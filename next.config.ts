import type { NextConfig } from 'next';

/** The console: `next start` with no custom server (docs: design of the three processes). */
const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  /** No page has a picture to be made smaller: the path that does it stays closed. */
  images: { unoptimized: true },
  /** `npm run check` holds the types; a user's first start need not wait for that. */
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['better-sqlite3'],
};

export default config;
