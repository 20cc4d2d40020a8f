import type { NextConfig } from 'next';

/** The console: `next start` with no custom server (docs: design of the three processes). */
const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  serverExternalPackages: ['better-sqlite3'],
};

export default config;
