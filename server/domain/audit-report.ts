/**
 * What is wrong with a row: its hash does not fit what it says, it does not follow the row before it, rows before it
 * are missing, it is not chained though rows before it are. `pruned`: no event tells of what retention is said to have
 * let go. `end`: rows after it are missing.
 */
export type ChainFault = 'hash' | 'link' | 'gap' | 'unchained' | 'pruned' | 'end';

export type ChainReport = {
  /** Chained rows that were found to be whole, up to the fault where there is one. */
  count: number;
  /** Rows from before there was a chain: nothing protects them. */
  unchained: number;
  /** Up to which row retention has let go; 0: of none. */
  prunedThrough: number;
  /** The last row that is whole. */
  end: { id: number; hash: string };
  /** The first row that is not. */
  fault: { id: number; kind: ChainFault } | null;
};
