// What a browser and the deployer say to each other over the WebSocket of a webshell. Text frames are JSON of the kinds
// below; binary frames are what was typed, and what the terminal is to show.
import { z } from 'zod';
import type { ProblemCode } from '#server/domain/problem.ts';
import { SHELL_ENDS } from '#server/domain/shell.ts';

/** Largest frame of either side. */
export const SHELL_FRAME_BYTES = 64 * 1024;

/** So much may be on its way to a browser that has not said that it has shown it; then the shell waits. */
export const SHELL_WINDOW_BYTES = 256 * 1024;

/** A browser tells at least this often what it has shown. */
export const SHELL_TOLD_EVERY_BYTES = 32 * 1024;

const size = { columns: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) };

export type TerminalSize = { columns: number; rows: number };

/** The first frame opens: a ticket in an address would stand in the logs of proxies. */
export const shellOpeningSchema = z.strictObject({
  kind: z.literal('open'),
  ticket: z.string().min(1).max(100),
  ...size,
});

export const shellOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resize'), ...size }),
  /** Bytes of output that were shown since it was told last. */
  z.strictObject({
    kind: z.literal('shown'),
    bytes: z
      .int()
      .min(1)
      .max(SHELL_WINDOW_BYTES * 2),
  }),
]);

export type ShellOrder = z.output<typeof shellOpeningSchema> | z.output<typeof shellOrderSchema>;

/** Why there is no shell. The texts are those of the problems. */
export const SHELL_REFUSALS = [
  'shell_ticket_dead',
  'shell_missing',
  'shell_instance_gone',
  'shell_not_isolated',
  'shell_limit',
  'shell_failed',
  'not_found',
] as const satisfies ProblemCode[];

export type ShellRefusal = (typeof SHELL_REFUSALS)[number];

export const shellNewsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened') }),
  z.object({ kind: z.literal('refused'), code: z.enum(SHELL_REFUSALS) }),
  /** Nobody types: it ends then, unless somebody does. */
  z.object({ kind: z.literal('idle'), endsInMs: z.number() }),
  z.object({ kind: z.literal('ended'), reason: z.enum(SHELL_ENDS), exitCode: z.number().nullable() }),
]);

export type ShellNews = z.output<typeof shellNewsSchema>;
