// The parts: headless Base UI pieces, dressed in the tokens of app/tokens.css. Each file is one part; measures
// and states follow the design's sheet of parts. A part holds no server state and no words of a page: it takes
// them as props, and reads only `common` and `format` texts (close, copy, 3 分钟前) itself. `className` comes
// last and wins, because `cn` merges utilities by what they set.
import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['xs', 'sm', 'base', 'md', 'lg', 'xl'],
      'font-weight': ['normal', 'strong'],
      shadow: ['control', 'menu', 'dialog', 'bar'],
    },
  },
});

/** Joins class names; of two that set the same thing the later one stays. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
