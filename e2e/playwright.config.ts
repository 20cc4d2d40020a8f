import { defineConfig } from '@playwright/test';

/** Real Chromium against the processes of `npm run up`: all tests on the embedded runner, the main path on Docker. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  /** Each has an installation of its own; much of a test is waiting for instances. */
  workers: 2,
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_REPORT
    ? [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_REPORT }]]
    : [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    /** A recording of everything takes a quarter of the time: ask for it with PLAYWRIGHT_TRACE=1. */
    trace: process.env.PLAYWRIGHT_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'embedded', grepInvert: /@docker/, outputDir: '../test-results/embedded' },
    { name: 'docker', grep: /@docker/, outputDir: '../test-results/docker', workers: 1 },
  ],
});
