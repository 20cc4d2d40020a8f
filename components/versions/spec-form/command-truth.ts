/**
 * What of an image's ENTRYPOINT and CMD is left beside 启动命令 and 启动参数 (console-spec 2.3); the texts are in
 * messages/*.json under `specForm.start`.
 */
export function commandTruth(
  command: readonly string[],
  args: readonly string[],
): 'image' | 'command' | 'args' | 'both' {
  if (command.length > 0) return args.length > 0 ? 'both' : 'command';
  return args.length > 0 ? 'args' : 'image';
}
