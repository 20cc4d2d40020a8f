/** Green: what stands beside it is as of now. */
export function LiveDot() {
  return <i className="size-1.5 flex-none rounded-full bg-ok" />;
}
