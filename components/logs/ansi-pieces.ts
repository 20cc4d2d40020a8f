import Anser from 'anser';

/** The colours that can be read on every ground of the console; programs' other colours take the nearest. */
export const ANSI_COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

export type AnsiColour = (typeof ANSI_COLOURS)[number];

export type AnsiPiece = {
  text: string;
  colour: AnsiColour | null;
  ground: AnsiColour | null;
  isStrong: boolean;
  isDim: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
  isStruck: boolean;
};

/** Titles and links of terminals (OSC), and whatever else controls one but colours nothing. */
const OTHER_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are made of
  /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[()*+][A-Za-z0-9]|\x1b[=>78DEHMNOPZc]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]/g;

/** A line of a terminal as pieces of one look; text only, nothing in it is ever read as HTML. */
export function ansiPieces(line: string): AnsiPiece[] {
  const text = line.replace(OTHER_SEQUENCES, '');
  if (!text.includes('\x1b')) return text === '' ? [] : [{ ...PLAIN, text }];
  return Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true }).map(pieceOf);
}

/** The words of a line alone. */
export function withoutAnsi(line: string): string {
  return ansiPieces(line)
    .map(({ text }) => text)
    .join('');
}

const PLAIN: Omit<AnsiPiece, 'text'> = {
  colour: null,
  ground: null,
  isStrong: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
};

function pieceOf(entry: Anser.AnserJsonEntry): AnsiPiece {
  const has = (decoration: Anser.DecorationName) => entry.decorations.includes(decoration);
  return {
    // The library leaves sequences in that it does not know.
    text: entry.content.replaceAll('\x1b', ''),
    // What is reversed has come with its colours swapped.
    colour: colourOf(entry.fg, entry.fg_truecolor),
    ground: colourOf(entry.bg, entry.bg_truecolor),
    isStrong: has('bold'),
    isDim: has('dim'),
    isItalic: has('italic'),
    isUnderlined: has('underline'),
    isStruck: has('strikethrough'),
  };
}

/** From a class of the library: `ansi-red`, `ansi-bright-red`, `ansi-palette-196`, `ansi-truecolor`. */
function colourOf(className: string | null, trueColour: string | null): AnsiColour | null {
  if (!className) return null;
  if (className === 'ansi-truecolor') return nearest((trueColour ?? '').split(',').map(Number));
  const palette = /^ansi-palette-(\d+)$/.exec(className)?.[1];
  if (palette !== undefined) return nearest(paletteColour(Number(palette)));
  // What is bright black is grey: white's darker end, not ink.
  if (className === 'ansi-bright-black') return 'white';
  const name = className.replace(/^ansi-(?:bright-)?/, '');
  return ANSI_COLOURS.find((colour) => colour === name) ?? null;
}

/** Of 256: 16 to 231 are a cube of 6 by 6 by 6, then 24 greys. */
function paletteColour(index: number): number[] {
  if (index >= 232) return Array(3).fill(8 + 10 * (index - 232));
  const place = index - 16;
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) =>
    step === 0 ? 0 : 55 + 40 * step,
  );
}

const GREY_BELOW = 40;

/** By which of red, green and blue are strong; null for greys without a tint. */
function nearest([red = 0, green = 0, blue = 0]: readonly number[]): AnsiColour | null {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < GREY_BELOW) return null;
  const middle = (most + least) / 2;
  const bits = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return ANSI_COLOURS[bits] ?? null;
}
