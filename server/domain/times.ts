// Every waiting time of the product, in one table. Tests and benches hand in shorter ones.
import { z } from 'zod';

export const timesSchema = z.object({
  /** Between two probes of an instance that is not ready yet; starts small, doubles up to this (console-spec 3.4). */
  probePeriodMs: z.int().positive().default(5_000),
  /** A probe that has no answer by then has failed. */
  probeTimeoutMs: z.int().positive().default(3_000),
  /** As long for a probe by command: a program has to start in the instance's share of the CPU first. */
  probeCommandTimeoutMs: z.int().positive().default(10_000),
  /** The whole window for getting ready, after the initial delay: 30 probes, 5 s apart (console-spec 3.4). */
  readyWindowMs: z.int().positive().default(150_000),
  /** An instance that exits during a deployment is started again this often, then the deployment fails. */
  startAttempts: z.int().positive().default(3),
  /** First pause before a crashed instance is started again; doubles up to `restartBackoffMaxMs`. */
  restartBackoffMs: z.int().positive().default(1_000),
  restartBackoffMaxMs: z.int().positive().default(60_000),
  /** Longest wait for requests in flight before a draining instance is stopped. */
  drainDeadlineMs: z.int().positive().default(30_000),
  /** Between the polite signal and the kill. */
  stopGraceMs: z.int().positive().default(10_000),
  /** 标准 mode: a version without traffic goes offline after this (S3-30). */
  offlineAfterMs: z
    .int()
    .positive()
    .default(30 * 60_000),
  /** A request waits this long for an instance of a version that has none; then it is refused (product.md, 7). */
  holdMs: z.int().positive().default(30_000),
  /** 低成本: a version that nobody asked for during this goes to zero (console-spec 6.1). */
  idleMs: z
    .int()
    .positive()
    .default(30 * 60_000),
  /** Load above a threshold for this long scales out (console-spec 6.3: sustained 5 minutes). */
  scaleStableMs: z
    .int()
    .positive()
    .default(5 * 60_000),
  /** More than twice what the instances can take, for this long, scales out at once. */
  scalePanicMs: z.int().positive().default(30_000),
  /** Fewer instances were enough for all of this before any is let go. */
  scaleInDelayMs: z
    .int()
    .positive()
    .default(5 * 60_000),
  /** Between two looks at what instances use. */
  statsPeriodMs: z.int().positive().default(5_000),
  /** A browser that waits for a sleeping version sees the waiting page after this. */
  waitingPageMs: z.int().positive().default(3_000),
  /** A webshell in which nobody types is closed. */
  shellIdleMs: z
    .int()
    .positive()
    .default(15 * 60_000),
  /** Within this a ticket has to open its webshell. */
  shellTicketMs: z.int().positive().default(30_000),
  /** The deployer reads everything again this often, and counts what that corrects. */
  resyncMs: z.int().positive().default(30_000),
  /** Longest download of a version's code. */
  fetchTimeoutMs: z
    .int()
    .positive()
    .default(10 * 60_000),
  /** Longest build of an image, without the time it waits for its turn. */
  buildTimeoutMs: z
    .int()
    .positive()
    .default(20 * 60_000),
  /** A gateway worker that has not been heard of for this long is not waited for. */
  workerSilentMs: z.int().positive().default(5_000),
});

export type Times = z.output<typeof timesSchema>;

export const DEFAULT_TIMES: Times = timesSchema.parse({});
