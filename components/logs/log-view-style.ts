/** The ground that lines stand on. */
export const LOG_VIEW =
  'min-w-0 overflow-y-auto overflow-x-hidden overscroll-contain bg-sunken font-mono text-xs leading-5 [text-autospace:no-autospace]';

/** As high as the window leaves, so that the page itself need not scroll. */
export const LOG_HEIGHT = 'h-[max(360px,calc(100dvh-320px))] phone:h-[70dvh]';
