type Listed = { number: number; isCurrent: boolean };

/** The snapshot that 版本历史 shows: what the URL asks for, else the newest that can be gone back to. */
export function chosenSnapshot(items: readonly Listed[], asked: string | null): number | undefined {
  if (asked !== null && /^[1-9]\d{0,8}$/.test(asked)) return Number(asked);
  return (items.find(({ isCurrent }) => !isCurrent) ?? items[0])?.number;
}
