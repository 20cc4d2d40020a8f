/** What one reader of a stream of bytes took it for, up to where it stopped. */
export type Outcome = {
  /** Whole requests, in order. */
  requests: Seen[];
  /** Why it read no further. `head`, `body`: the stream ended within one of a message. */
  end: 'refused' | 'head' | 'body' | 'closed' | 'all';
  /** For reports only. */
  reason?: string;
};

export type Seen = {
  /** The request line. */
  line: string;
  /** Its body; undefined where this reader cannot tell. */
  body: string | undefined;
  /** The connection ends with it, so that nothing behind it is a request. */
  closes: boolean;
};

/** Stands behind every case: who sees an end somewhere else does not see it as it is. */
export const SENTINEL = 'GET /sentinel HTTP/1.1\r\nhost: h\r\n\r\n';
