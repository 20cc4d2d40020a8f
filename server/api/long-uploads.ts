import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { z } from 'zod';

/** 512 MB over a line of about 2 Mbit/s. */
const LONGEST_UPLOAD_MS = 40 * 60_000;

const startedSchema = z.object({ server: z.custom<Server>((value) => typeof value === 'object') });

/**
 * Lets a request take longer than the five minutes that Node gives it. Next makes the server itself and hands it to
 * nobody, but Node tells of every request with the server that got it; what it has set counts for that request, too.
 */
export function letUploadsTakeLong(longestMs: number = LONGEST_UPLOAD_MS): void {
  subscribe('http.server.request.start', (message) => {
    startedSchema.parse(message).server.requestTimeout = longestMs;
  });
}
