/** A version's name in one line; where it does not fit, its beginning is left out and its number stays. */
export function VersionLabel({ name }: { name: string }) {
  return (
    <span className="min-w-0 truncate text-left [direction:rtl]">
      <bdi>{name}</bdi>
    </span>
  );
}
